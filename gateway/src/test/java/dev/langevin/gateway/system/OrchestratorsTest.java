package dev.langevin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.langevin.runtime.generations.Clients;
import dev.langevin.runtime.generations.KafkaConnection;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Replica;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrchestratorsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** Nothing listens there. */
  private final Orchestrators orchestrators =
      new Orchestrators(Clients.admin(KafkaConnection.plaintext("127.0.0.1:1")));

  @Test
  void saw_members_addsUpTheirSlots() {
    orchestrators.saw(
        Map.of(
            "work.default.interactive", Map.of("a", 24L, "b", 2L),
            "work.gpu.interactive", Map.of("b", 3L),
            "work.default.batch", Map.of("a", 8L)),
        NOW);
    assertThat(orchestrators.replicas())
        .extracting(Replica::getName, Replica::getInteractiveSlots, Replica::getBatchSlots)
        .containsExactly(tuple("a", 24, 8), tuple("b", 5, 0));
  }

  @Test
  void saw_oneThatLeft_isAwayForAWhile() {
    orchestrators.saw(Map.of("work.default.batch", Map.of("a", 8L, "b", 8L)), NOW);
    orchestrators.saw(Map.of("work.default.batch", Map.of("b", 8L)), NOW.plusSeconds(5));
    assertThat(states()).containsExactly(Replica.State.STATE_AWAY, Replica.State.STATE_UP);
    assertThat(orchestrators.replicas().getFirst().getProblem())
        .isEqualTo("it takes no work from the queues any more");
    orchestrators.saw(
        Map.of("work.default.batch", Map.of("b", 8L)),
        NOW.plus(Orchestrators.SHOWN).plusSeconds(1));
    assertThat(states()).containsExactly(Replica.State.STATE_UP);
  }

  @Test
  void ask_kafkaIsAway_saysSoAndForgetsNobody() throws Exception {
    orchestrators.saw(Map.of("work.default.batch", Map.of("a", 8L)), NOW);
    orchestrators.ask(List.of(new WorkTopic("default", Priority.PRIORITY_BATCH, 0)), NOW);
    assertThat(orchestrators.problem())
        .startsWith("Kafka does not say which orchestrators there are: ");
    assertThat(states()).containsExactly(Replica.State.STATE_UP);
    orchestrators.close();
  }

  private List<Replica.State> states() {
    return orchestrators.replicas().stream().map(Replica::getState).toList();
  }
}
