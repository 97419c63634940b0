package dev.langevin.orchestrator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.orchestrator.job.AttemptRules;
import dev.langevin.orchestrator.job.AttemptRules.Step;
import dev.langevin.orchestrator.protocol.Explorer.Report;
import dev.langevin.runtime.generations.Overruling;
import dev.langevin.runtime.generations.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The exploration finds what it is there to find; each bug with its shortest trace. */
class PlantedBugsTest {
  private static final int LIMIT = 2_000_000;

  @Test
  void lastWriterWins_isFound() {
    Conduct conduct =
        new Conduct() {
          @Override
          Verdict fold(Snapshot current, Snapshot next) {
            return next.equals(current) ? new Verdict.Unchanged() : new Verdict.Accepted();
          }
        };

    assertFound("last writer wins", conduct, 0, false, "go backwards");
  }

  @Test
  void workAcknowledgedBeforeTheEnd_isFound() {
    Conduct conduct =
        new Conduct() {
          @Override
          boolean waitsForItsEnd() {
            return false;
          }
        };

    assertFound("acknowledged before the end", conduct, 0, false, "is acknowledged");
  }

  @Test
  void claimOfThePresentAttempt_isFound() {
    Conduct conduct =
        new Conduct() {
          @Override
          Step claim(AttemptRules rules, Optional<Snapshot> folded) {
            return super.claim(rules, folded) instanceof Step.Append(Snapshot next)
                ? new Step.Append(
                    next.toBuilder().setAttempt(folded.map(Snapshot::getAttempt).orElse(0)).build())
                : super.claim(rules, folded);
          }
        };

    assertFound("claims the present attempt", conduct, 1, false, "stuck");
  }

  @Test
  void countedRelease_isFound() {
    Conduct conduct =
        new Conduct() {
          @Override
          Step release(AttemptRules rules, Snapshot folded) {
            return super.release(rules, folded) instanceof Step.Append(Snapshot next)
                ? new Step.Append(
                    next.toBuilder().setFailedAttempts(next.getFailedAttempts() + 1).build())
                : super.release(rules, folded);
          }
        };

    assertFound("releases count", conduct, 1, false, "0 costly faults cost 1 attempts");
  }

  @Test
  void noRestatement_isFound() {
    Conduct conduct =
        new Conduct() {
          @Override
          boolean restates() {
            return false;
          }
        };

    assertFound("no restatement", conduct, 0, true, "after compaction");
  }

  /** As it was once: a part of the log that ended with a refused record was compacted alone. */
  @Test
  void restatementThatOverrulesNothing_isFound() {
    Conduct conduct =
        new Conduct() {
          @Override
          Snapshot base(Overruling overruling, Snapshot current, long origin, Snapshot winner) {
            return current;
          }
        };

    assertFound("restatements overrule nothing", conduct, 0, true, "after compaction");
  }

  private static void assertFound(
      String bug, Conduct conduct, int faults, boolean compacting, String wrong) {
    Protocol protocol = new Protocol(conduct, faults, 1, compacting);
    Report<State> report = new Explorer<>(protocol).explore(LIMIT);
    assertThat(report.wrong()).as(bug).isNotNull();
    System.out.printf(
        "%s: %s%n%s%n", bug, Telling.summary(report), Telling.trace(protocol, report));
    assertThat(report.wrong()).as(bug).contains(wrong);
  }
}
