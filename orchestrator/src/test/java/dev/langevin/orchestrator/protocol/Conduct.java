package dev.langevin.orchestrator.protocol;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.orchestrator.job.AttemptRules;
import dev.langevin.orchestrator.job.AttemptRules.Step;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.runtime.generations.Overruling;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Verdict;
import dev.langevin.v1.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How processes behave: as in production. Tests plant bugs by overriding one method. */
class Conduct {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  Verdict fold(Snapshot current, Snapshot next) {
    return Fold.apply(current, next);
  }

  Snapshot base(Overruling overruling, Snapshot current, long origin, Snapshot winner) {
    return overruling.base(current, origin, winner, this::fold);
  }

  Step claim(AttemptRules rules, Optional<Snapshot> folded) {
    return rules.claim(folded, UnaryOperator.identity(), NOW);
  }

  Step release(AttemptRules rules, Snapshot folded) {
    return rules.release(folded);
  }

  Step giveUp(AttemptRules rules, Snapshot folded) {
    return rules.giveUp(folded, "it failed", NOW);
  }

  /** A job that has no attempts left never claimed. */
  Step fail(AttemptRules rules, Snapshot folded) {
    return rules.end(
        folded, false, current -> Snapshots.failed(current, "EXHAUSTED", "no more", NOW));
  }

  /** The attempt's picture is named after the attempt, as if no two made the same. */
  Step succeed(AttemptRules rules, Snapshot folded) {
    Artifact picture = Artifact.newBuilder().setName("by " + rules.nonce()).build();
    return rules.end(
        folded,
        true,
        current -> Snapshots.succeeded(current, List.of(picture), NOW, UnaryOperator.identity()));
  }

  /** Whether a job waits until it has read its end state back, before its work is acknowledged. */
  boolean waitsForItsEnd() {
    return true;
  }

  /** Whether a reader that refused a key's last record appends the winner again. */
  boolean restates() {
    return true;
  }
}
