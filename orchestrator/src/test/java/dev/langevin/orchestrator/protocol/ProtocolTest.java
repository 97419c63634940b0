package dev.langevin.orchestrator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.orchestrator.job.AttemptRules;
import dev.langevin.orchestrator.job.AttemptRules.Step;
import dev.langevin.orchestrator.protocol.Explorer.Report;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Error;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every order of events, explored; each exploration takes half a minute of one processor. */
@Execution(ExecutionMode.CONCURRENT)
class ProtocolTest {
  private static final int LIMIT = 20_000_000;

  /** Faults of any kind and at any place; each multiplies the states by about 40. */
  private static final int FAULTS = Integer.getInteger("langevin.protocol.faults", 2);

  /** The same where the log is compacted at any moment, too. */
  private static final int COMPACTED = Integer.getInteger("langevin.protocol.compacted.faults", 1);

  @Test
  void protocol_everyInterleaving_holds() {
    explore(FAULTS, 1, false);
  }

  @Test
  void protocol_everyInterleavingWithCompactionAnywhere_holds() {
    explore(COMPACTED, 1, true);
  }

  /** The end of a job whose picture is flagged: named nowhere, and swept. */
  @Test
  void protocol_everyInterleavingOfAFilteredJob_holds() {
    Conduct filtering =
        new Conduct() {
          @Override
          Step succeed(AttemptRules rules, Snapshot folded) {
            return rules.end(
                folded,
                true,
                current ->
                    Snapshots.filtered(current, List.of(0), Error.getDefaultInstance(), NOW));
          }
        };
    explore(filtering, 1, 1, false);
    explore(filtering, COMPACTED, 1, true);
  }

  private static void explore(int faults, int cancels, boolean compacting) {
    explore(new Conduct(), faults, cancels, compacting);
  }

  private static void explore(Conduct conduct, int faults, int cancels, boolean compacting) {
    Protocol protocol = new Protocol(conduct, faults, cancels, compacting);
    Report<State> report = new Explorer<>(protocol).explore(LIMIT);
    System.out.printf(
        "protocol, %d faults, %d cancels%s: %s, longest log %d%n",
        faults,
        cancels,
        compacting ? ", compaction" : "",
        Telling.summary(report),
        protocol.longestLog());
    assertThat(report.wrong()).as(() -> Telling.trace(protocol, report)).isNull();
    assertThat(report.complete()).as("all states were explored").isTrue();
    assertThat(protocol.longestLog()).isLessThan(Protocol.LONGEST_LOG);
  }
}
