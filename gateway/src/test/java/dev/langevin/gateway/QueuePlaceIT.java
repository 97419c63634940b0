package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.cancel;
import static dev.langevin.gateway.Calls.create;
import static dev.langevin.gateway.Calls.get;
import static dev.langevin.gateway.Calls.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.Priority;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueuePlaceIT extends TwoGateways {
  @Test
  void waitingJobs_knowTheirPlaces_andWatchersAreToldOfNewOnes() {
    Generation first = create(client, "", "a boat");
    Generation second = create(other, "", "a boat");
    Generation third = create(client, "", "a boat");
    Generation batch = create(client, g -> g.setPriority(Priority.PRIORITY_BATCH));
    assertThat(List.of(first, second, third, batch))
        .extracting(Generation::getQueuePlace)
        .containsExactly(1, 2, 3, 1);
    assertThat(get(other, third.getId()).getQueuePlace()).isEqualTo(3);
    assertThat(list(other, 4, "").getGenerationsList())
        .extracting(Generation::getQueuePlace)
        .containsExactly(1, 3, 2, 1);

    Iterator<WatchGenerationResponse> events =
        other.watchGeneration(WatchGenerationRequest.newBuilder().setId(third.getId()).build());
    assertThat(events.next().getGeneration()).isEqualTo(third);
    assertThat(cancel(client, first.getId()).getQueuePlace()).isZero();
    assertThat(events.next().getGeneration()).isEqualTo(third.toBuilder().setQueuePlace(2).build());
    fleet.claim(second.getId());
    assertThat(events.next().getGeneration()).isEqualTo(third.toBuilder().setQueuePlace(1).build());
    assertThat(get(client, second.getId()).getQueuePlace()).isZero();
    fleet.claim(third.getId());
    Generation running = events.next().getGeneration();
    assertThat(running.getState()).isEqualTo(State.STATE_RUNNING);
    assertThat(running.getQueuePlace()).isZero();
  }
}
