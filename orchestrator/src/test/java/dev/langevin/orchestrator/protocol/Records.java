package dev.langevin.orchestrator.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.AttemptRules;
import dev.langevin.orchestrator.job.AttemptRules.Step;
import dev.langevin.orchestrator.protocol.Attempting.Phase;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Overruling;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Verdict;
import dev.langevin.v1.GenerationRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Snapshots by number, and what the production rules make of them. Every question is asked once;
 * the rules are pure, so the answer holds.
 */
final class Records {
  /** No record. */
  static final int NONE = -1;

  /** Of any refused record. */
  private static final long OFFSET = 7;

  /** What the fold makes of a record. */
  enum Fate {
    ACCEPTED,
    UNCHANGED,
    REFUSED
  }

  private record Question(Phase phase, int view, int nonce, int work) {}

  private final Interner<Snapshot> numbers = new Interner<>();
  private final Map<Long, Fate> fates = new HashMap<>();
  private final Map<Question, Step> steps = new HashMap<>();
  private final Map<Question, Optional<Stop>> stops = new HashMap<>();
  private final Conduct conduct;
  private final int mostFailed;

  /**
   * @param mostFailed attempts that may fail
   */
  Records(Conduct conduct, int mostFailed) {
    this.conduct = conduct;
    this.mostFailed = mostFailed;
  }

  int number(Snapshot snapshot) {
    return numbers.number(snapshot);
  }

  Snapshot get(int record) {
    return numbers.get(record);
  }

  Optional<Snapshot> folded(int view) {
    return view == NONE ? Optional.empty() : Optional.of(get(view));
  }

  /**
   * What the restated winner is folded into, by a reader that took a refused record for the state.
   */
  int overruled(int view, int winner) {
    Overruling it = new Overruling(Set.of(OFFSET));
    return conduct.base(it, get(view), OFFSET, get(winner)) == null ? NONE : view;
  }

  /** Whether readers append the winner again, after a refused record. */
  boolean restates() {
    return conduct.restates();
  }

  /** The production fold's verdict. */
  Fate fate(int view, int next) {
    return fates.computeIfAbsent(
        ((long) view << 32) | next,
        key ->
            switch (conduct.fold(view == NONE ? null : get(view), get(next))) {
              case Verdict.Accepted accepted -> Fate.ACCEPTED;
              case Verdict.Unchanged unchanged -> Fate.UNCHANGED;
              case Verdict.Refused refused -> Fate.REFUSED;
              case Verdict.Unknown unknown -> throw new AssertionError(unknown);
            });
  }

  static Work work(int work) {
    return Work.newBuilder()
        .setGenerationId("g")
        .setWorkId("w" + work)
        .setRequestHash(ByteString.copyFromUtf8("hash"))
        .setRequest(
            GenerationRequest.newBuilder().setDeadline(Duration.newBuilder().setSeconds(3600)))
        .setCreateTime(Snapshots.timestamp(Conduct.NOW))
        .build();
  }

  static AttemptRules rules(int nonce, int work, int mostFailed) {
    return new AttemptRules(work(work), "n" + nonce, mostFailed);
  }

  int queued(int work) {
    return number(Snapshots.queued(work(work)));
  }

  int cancelled(int view) {
    return number(Snapshots.cancelled(get(view), Conduct.NOW));
  }

  boolean ended(int view) {
    return view != NONE && Fold.ended(get(view).getGeneration().getState());
  }

  boolean over(int view, int work) {
    return view != NONE && rules(0, work, mostFailed).over(get(view));
  }

  /** Why a claimed attempt has to stop, as far as the log says; null if it need not. */
  Stop stop(int view, int nonce, int work) {
    AttemptRules rules = rules(nonce, work, mostFailed);
    return stops
        .computeIfAbsent(
            new Question(Phase.RUNNING, view, nonce, work),
            key -> rules.stop(rules.current(folded(view)), true))
        .orElse(null);
  }

  /** The nonce of the record's claim; 0 if it has none. */
  int nonce(int record) {
    String claim = get(record).getClaim();
    return claim.isEmpty() ? 0 : Integer.parseInt(claim.substring(1));
  }

  /** The record as a person reads it. */
  String told(int record) {
    if (record == NONE) {
      return "nothing";
    }
    Snapshot snapshot = get(record);
    return "%s %s, version %d, attempt %d%s, %d failed"
        .formatted(
            snapshot.getWorkId(),
            Snapshots.name(snapshot.getGeneration().getState()),
            snapshot.getVersion(),
            snapshot.getAttempt(),
            snapshot.getClaim().isEmpty() ? "" : " by " + snapshot.getClaim(),
            snapshot.getFailedAttempts());
  }

  /** The nonces of the attempts whose artifacts the record counts, as bits. */
  int artifacts(int record) {
    return get(record).getGeneration().getArtifactsList().stream()
        .mapToInt(artifact -> 1 << Integer.parseInt(artifact.getName().substring("by n".length())))
        .reduce(0, (all, one) -> all | one);
  }

  /** What a job in the phase writes next, if anything. */
  Step step(Phase phase, int view, int nonce, int work) {
    return steps.computeIfAbsent(
        new Question(phase, view, nonce, work),
        key -> decide(phase, folded(view), rules(nonce, work, mostFailed)));
  }

  private Step decide(Phase phase, Optional<Snapshot> folded, AttemptRules rules) {
    Snapshot current = rules.current(folded);
    return switch (phase) {
      case CLAIMING -> conduct.claim(rules, folded);
      case SUCCEEDING -> conduct.succeed(rules, current);
      case FAILING -> conduct.fail(rules, current);
      case GIVING_UP -> conduct.giveUp(rules, current);
      case RELEASING -> conduct.release(rules, current);
      case RUNNING -> throw new AssertionError(phase);
    };
  }
}
