package dev.langevin.orchestrator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.orchestrator.feed.FeedRules;
import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.orchestrator.protocol.Explorer.Report;
import dev.langevin.orchestrator.protocol.FeedState.Budget;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A batch ends whatever happens in whatever order, once no more goes wrong. */
class FeedProtocolTest {
  private static final int LIMIT = 5_000_000;
  private static final int FAULTS = Integer.getInteger("langevin.protocol.feed.faults", 2);

  @Test
  void protocol_everyInterleaving_ends() {
    Report<FeedState> report =
        new Explorer<>(new FeedProtocol(new Budget(FAULTS, 2, 1))).explore(LIMIT);

    System.out.println("feeding: " + Telling.summary(report));
    assertThat(report.wrong()).as(() -> told(report)).isNull();
    assertThat(report.complete()).as("all states were explored").isTrue();
  }

  /** The bug that chaos found: two feeders left a batch to each other, and nobody had it. */
  @Test
  void recordFinishedBecauseOfAnothersClaim_isFound() {
    FeedProtocol planted =
        new FeedProtocol(new Budget(1, 0, 0)) {
          @Override
          Outcome leave(FeedRules rules, Optional<BatchSnapshot> now) {
            return Outcome.DONE;
          }
        };

    Report<FeedState> report = new Explorer<>(planted).explore(LIMIT);

    System.out.println(told(report));
    assertThat(report.wrong()).contains("stuck");
  }

  private static String told(Report<FeedState> report) {
    String moves =
        report.trace().stream()
            .map(taken -> "  " + taken.what().formatted(taken.first(), taken.second()))
            .collect(Collectors.joining("\n"));
    return "feeding: %s%n%s%n%s".formatted(Telling.summary(report), moves, report.wrong());
  }
}
