package dev.langevin.orchestrator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.orchestrator.protocol.Explorer.Report;
import org.junit.jupiter.api.Test;

class ProtocolTest {
  private static final int LIMIT = 20_000_000;

  @Test
  void protocol_everyInterleaving_holds() {
    explore(
        Integer.getInteger("langevin.protocol.faults", 1),
        Integer.getInteger("langevin.protocol.compactions", 0),
        Integer.getInteger("langevin.protocol.cancels", 1));
  }

  private static void explore(int faults, int compactions, int cancels) {
    Protocol protocol = new Protocol(new Conduct(), faults, compactions, cancels);
    Report<State> report = new Explorer<>(protocol).explore(LIMIT);
    System.out.printf(
        "protocol, %d faults, %d compactions, %d cancels: %s, longest log %d%n",
        faults, compactions, cancels, Telling.summary(report), protocol.longestLog());
    assertThat(report.wrong()).as(() -> Telling.trace(protocol, report)).isNull();
    assertThat(report.complete()).isTrue();
    assertThat(protocol.longestLog()).isLessThan(Protocol.LONGEST_LOG);
  }
}
