package dev.langevin.gateway.admission;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.langevin.runtime.generations.Selection;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Words;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.ListGenerationsRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a list of generations may be asked to leave out. Pure. */
public final class ListFilters {
  private static final int QUERY_LIMIT = 200;
  private static final int WORDS_LIMIT = 16;
  private static final int NAMES_LIMIT = 16;
  private static final int NAME_LIMIT = 128;
  private static final Pattern REASON = Pattern.compile("[A-Z0-9_]{1,63}");

  private ListFilters() {}

  /** What is left of a tenant's list; of a request that was checked. */
  public static Selection selection(String tenant, ListGenerationsRequest list) {
    return new Selection(
        tenant,
        Set.copyOf(list.getStatesList()),
        Set.copyOf(list.getErrorReasonsList()),
        Set.copyOf(list.getModelsList()),
        list.getSamplersList().stream()
            .map(Samplers::canonicalName)
            .collect(Collectors.toUnmodifiableSet()),
        Words.of(list.getQuery()),
        moment(list.hasCreatedAfter(), list.getCreatedAfter()),
        moment(list.hasCreatedBefore(), list.getCreatedBefore()));
  }

  private static Optional<Instant> moment(boolean given, Timestamp time) {
    return given ? Optional.of(Snapshots.instant(time)) : Optional.empty();
  }

  static void check(ListGenerationsRequest list, Violations violations) {
    states(list, violations);
    violations.most("error_reasons", list.getErrorReasonsCount(), NAMES_LIMIT);
    for (String reason : list.getErrorReasonsList()) {
      if (!REASON.matcher(reason).matches()) {
        violations.add(
            "error_reasons: %s is not 1 to 63 characters of A-Z 0-9 _"
                .formatted(Violations.shown(reason)));
      }
    }
    violations.length("query", list.getQuery(), 0, QUERY_LIMIT);
    int words = Words.of(list.getQuery()).count();
    if (words > WORDS_LIMIT) {
      violations.add("query: %d words are more than %d".formatted(words, WORDS_LIMIT));
    }
    violations.most("models", list.getModelsCount(), NAMES_LIMIT);
    list.getModelsList().forEach(model -> violations.length("models", model, 1, NAME_LIMIT));
    samplers(list.getSamplersList(), violations);
    time("created_after", list.getCreatedAfter(), violations);
    time("created_before", list.getCreatedBefore(), violations);
  }

  private static void states(ListGenerationsRequest list, Violations violations) {
    for (int i = 0; i < list.getStatesCount(); i++) {
      State state = list.getStates(i);
      if (state == State.STATE_UNSPECIFIED || state == State.UNRECOGNIZED) {
        violations.add(
            "states: %d is not one of STATE_QUEUED, STATE_RUNNING, STATE_SUCCEEDED, STATE_FAILED,"
                    .formatted(list.getStatesValue(i))
                + " STATE_CANCELLED, STATE_FILTERED");
      }
    }
  }

  private static void samplers(List<String> samplers, Violations violations) {
    violations.most("samplers", samplers.size(), NAMES_LIMIT);
    for (String sampler : samplers) {
      if (sampler.length() > NAME_LIMIT) {
        violations.length("samplers", sampler, 1, NAME_LIMIT);
        continue;
      }
      try {
        Samplers.canonicalName(sampler);
      } catch (SamplingException e) {
        violations.add(e.getMessage().replaceFirst("^sampler:", "samplers:"));
      }
    }
  }

  static void time(String field, Timestamp time, Violations violations) {
    if (!Timestamps.isValid(time)) {
      violations.add(
          "%s: %d s and %d ns are not a moment in the years 1 to 9999"
              .formatted(field, time.getSeconds(), time.getNanos()));
    }
  }
}
