package dev.langevin.gateway.admission;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import dev.langevin.gateway.policy.ContentPolicy;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.runtime.generations.GenerationId;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GetSystemRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListWebhookDeliveriesRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Priority;
import dev.langevin.v1.RetryGenerationRequest;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.WatchGenerationsRequest;
import dev.langevin.v1.WebhookDelivery;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules that hold for requests whatever the models are. Each refusal is INVALID_ARGUMENT and
 * names the field, its value and what is allowed. Pure.
 */
public final class RequestRules {
  /** The most characters of a prompt. */
  public static final int PROMPT_LIMIT = 10_000;

  /** The most steps that any model may take. */
  public static final int STEPS_LIMIT = 1000;

  /** The most images of a generation that any model may make. */
  public static final int COUNT_LIMIT = 16;

  /** The largest guidance scale. */
  public static final double GUIDANCE_LIMIT = 100;

  /** The longest deadline, in seconds: 6 days. Work records are kept for 7. */
  public static final long DEADLINE_LIMIT = 6 * 24 * 3600L;

  private static final int LABELS_LIMIT = 64;
  private static final int ARGUMENTS_LIMIT = 16;
  static final int KEYS_LIMIT = 64;
  private static final int NEGATIVES_LIMIT = 16;
  private static final int LABEL_KEY_LIMIT = 63;
  private static final int LABEL_VALUE_LIMIT = 255;
  private static final int PAGE_LIMIT = 1000;
  private static final int FOLLOWED_LIMIT = 64;
  private static final int PAGE_DEFAULT = 50;
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{0,128}");

  private RequestRules() {}

  /** Checks everything about a new generation but what depends on its model. */
  public static void check(CreateGenerationRequest create) {
    Violations violations = new Violations();
    UnknownFields.check("", create, violations);
    requestId(create.getRequestId(), violations);
    if (create.hasGeneration()) {
      check(create.getGeneration(), violations);
    } else {
      violations.add("generation: absent; it is required");
    }
    violations.throwIfAny();
  }

  /** Checks what is said about a batch before its lines. */
  public static void check(BatchHeader header) {
    Violations violations = new Violations();
    UnknownFields.check("header", header, violations);
    requestId(header.getRequestId(), violations);
    labels(header.getLabelsMap(), violations);
    violations.throwIfAny();
  }

  /** Checks a request for a page of batches. */
  public static void check(ListBatchesRequest list) {
    Violations violations = new Violations();
    UnknownFields.check("", list, violations);
    page(list.getPageSize(), list.getPageToken(), violations);
    for (int i = 0; i < list.getStatesCount(); i++) {
      Batch.State state = list.getStates(i);
      if (state == Batch.State.STATE_UNSPECIFIED || state == Batch.State.UNRECOGNIZED) {
        violations.add("states: %d is not a state".formatted(list.getStatesValue(i)));
      }
    }
    violations.throwIfAny();
  }

  /** Checks a request to try a generation anew. */
  public static void check(RetryGenerationRequest retry) {
    Violations violations = new Violations();
    UnknownFields.check("", retry, violations);
    requestId(retry.getRequestId(), violations);
    violations.throwIfAny();
  }

  /** Refuses a request with fields that the contract doesn't have. */
  public static void checkFields(Message request) {
    Violations violations = new Violations();
    UnknownFields.check("", request, violations);
    violations.throwIfAny();
  }

  /** Checks a request for a page. */
  public static void check(ListGenerationsRequest list) {
    Violations violations = new Violations();
    UnknownFields.check("", list, violations);
    page(list.getPageSize(), list.getPageToken(), violations);
    ListFilters.check(list, violations);
    violations.throwIfAny();
  }

  /** Checks a request for the system. */
  public static void check(GetSystemRequest system) {
    Violations violations = new Violations();
    UnknownFields.check("", system, violations);
    ListFilters.time("history_after", system.getHistoryAfter(), violations);
    violations.throwIfAny();
  }

  /** Checks a request to follow all generations. */
  public static void check(WatchGenerationsRequest watch) {
    Violations violations = new Violations();
    UnknownFields.check("", watch, violations);
    violations.most("ids", watch.getIdsCount(), FOLLOWED_LIMIT);
    for (String id : watch.getIdsList()) {
      try {
        GenerationId.require(id);
      } catch (IllegalArgumentException e) {
        violations.add(
            "ids: %s is not 1 to 64 lower-case letters and digits".formatted(Violations.shown(id)));
      }
    }
    violations.throwIfAny();
  }

  /** Checks a request for a page of deliveries. */
  public static void check(ListWebhookDeliveriesRequest list) {
    Violations violations = new Violations();
    UnknownFields.check("", list, violations);
    page(list.getPageSize(), list.getPageToken(), violations);
    for (int i = 0; i < list.getStatesCount(); i++) {
      WebhookDelivery.State state = list.getStates(i);
      if (state == WebhookDelivery.State.STATE_UNSPECIFIED
          || state == WebhookDelivery.State.UNRECOGNIZED) {
        violations.add(
            "states: %d is not one of STATE_PENDING, STATE_DELIVERED, STATE_FAILED"
                .formatted(list.getStatesValue(i)));
      }
    }
    violations.throwIfAny();
  }

  private static void page(int size, String token, Violations violations) {
    if (size < 0 || size > PAGE_LIMIT) {
      violations.range("page_size", size, 1, PAGE_LIMIT);
    }
    if (!token.isEmpty() && cursor(token).isEmpty()) {
      violations.add(
          "page_token: %s is not a next_page_token of this server"
              .formatted(Violations.shown(token)));
    }
  }

  /** How many entries a page may hold that asks for so many; 0 for the default. */
  public static int pageSize(int asked) {
    return asked == 0 ? PAGE_DEFAULT : asked;
  }

  /** The page token of a cursor. */
  public static String token(Cursor cursor) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(cursor.text().getBytes(StandardCharsets.US_ASCII));
  }

  /** The cursor of a page token; empty if it is none. */
  public static Optional<Cursor> cursor(String token) {
    try {
      byte[] text = Base64.getUrlDecoder().decode(token);
      return Cursor.parse(new String(text, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A value of the request as an error message shows it: shortened, without control characters. */
  public static String shown(String value) {
    return Violations.shown(value);
  }

  private static void requestId(String requestId, Violations violations) {
    if (!REQUEST_ID.matcher(requestId).matches()) {
      violations.add(
          "request_id: %s is not at most 128 characters of A-Z a-z 0-9 . _ : -"
              .formatted(Violations.shown(requestId)));
    }
  }

  private static void check(GenerationRequest request, Violations violations) {
    PromptRules.check(request, violations);
    violations.number("steps", request.hasSteps(), request.getSteps(), STEPS_LIMIT);
    violations.number("count", request.hasCount(), request.getCount(), COUNT_LIMIT);
    double scale = request.getGuidanceScale();
    if (request.hasGuidanceScale() && !(scale >= 1 && scale <= GUIDANCE_LIMIT)) {
      violations.range("guidance_scale", number(scale), 1, number(GUIDANCE_LIMIT));
    }
    if (request.getPriority() == Priority.UNRECOGNIZED) {
      violations.add(
          "priority: %d is not one of PRIORITY_INTERACTIVE, PRIORITY_BATCH"
              .formatted(request.getPriorityValue()));
    }
    if (request.hasDeadline()) {
      deadline(request.getDeadline(), violations);
    }
    labels(request.getLabelsMap(), violations);
    if (request.containsLabels(ContentPolicy.LABEL)) {
      violations.add("labels[%s]: set by the server; leave it out".formatted(ContentPolicy.LABEL));
    }
    options(request, violations);
    previews(request.getPreviews(), violations);
  }

  private static void previews(PreviewOptions previews, Violations violations) {
    if (previews.getSteps() < 0 || previews.getSteps() > STEPS_LIMIT) {
      String steps = Integer.toUnsignedString(previews.getSteps());
      violations.range("previews.steps", steps, 0, STEPS_LIMIT);
    }
    if (previews.getFilmStrip() && previews.hasSteps() && previews.getSteps() == 0) {
      violations.add(
          "previews.film_strip: true is not possible with previews.steps of 0; allowed: false, or"
              + " previews.steps of 1 or more");
    }
    if (previews.getMethod() == PreviewOptions.Method.UNRECOGNIZED) {
      violations.add(
          "previews.method: %d is not one of METHOD_LINEAR, METHOD_DECODER"
              .formatted(previews.getMethodValue()));
    }
  }

  /** The bounds alone; what the values mean is checked by the plan. */
  static void options(GenerationRequest request, Violations violations) {
    SamplerOptions sampler = request.getSamplerOptions();
    violations.most("sampler_options.timesteps", sampler.getTimestepsCount(), STEPS_LIMIT);
    violations.most("sampler_options.sigmas", sampler.getSigmasCount(), STEPS_LIMIT + 1);
    violations.most("sampler_options.arguments", sampler.getArgumentsCount(), ARGUMENTS_LIMIT);
    violations.most("sampler_options.config", sampler.getConfig().getFieldsCount(), KEYS_LIMIT);
    GuidanceOptions guidance = request.getGuidanceOptions();
    violations.most("guidance_options.negatives", guidance.getNegativesCount(), NEGATIVES_LIMIT);
    double end = guidance.getEndScale();
    if (guidance.hasEndScale() && !(end >= 1 && end <= GUIDANCE_LIMIT)) {
      violations.range("guidance_options.end_scale", number(end), 1, number(GUIDANCE_LIMIT));
    }
  }

  private static void deadline(Duration deadline, Violations violations) {
    double seconds = deadline.getSeconds() + deadline.getNanos() / 1e9;
    boolean wellFormed = Math.abs((long) deadline.getNanos()) < 1_000_000_000L;
    if (!wellFormed || seconds <= 0 || seconds > DEADLINE_LIMIT) {
      violations.add(
          "deadline: %ss is not more than 0 and at most %ds (6 days)"
              .formatted(number(seconds), DEADLINE_LIMIT));
    }
  }

  private static void labels(Map<String, String> labels, Violations violations) {
    violations.most("labels", labels.size(), LABELS_LIMIT);
    labels.forEach(
        (key, value) -> {
          String field = "labels[" + Violations.shown(key) + "]";
          violations.length(field + " key", key, 1, LABEL_KEY_LIMIT);
          violations.length(field, value, 0, LABEL_VALUE_LIMIT);
          violations.control(field + " key", key);
          violations.control(field, value);
        });
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
