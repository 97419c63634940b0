package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.langevin.internal.v1.Load;
import dev.langevin.v1.GetSystemRequest;
import dev.langevin.v1.Priority;
import dev.langevin.v1.QueueStatus;
import dev.langevin.v1.Replica;
import dev.langevin.v1.ReplicaLoad;
import dev.langevin.v1.SystemServiceGrpc;
import dev.langevin.v1.SystemStatus;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the system is, as a gateway sees it. */
class SystemIT extends TwoGateways {
  private static SystemServiceGrpc.SystemServiceBlockingStub system;

  @BeforeAll
  static void connect() {
    system = SystemServiceGrpc.newBlockingStub(fleet.channel(gateway));
  }

  private static SystemStatus status() {
    return system.getSystem(GetSystemRequest.getDefaultInstance()).getSystem();
  }

  private static List<Replica> of(SystemStatus status, Replica.Kind kind) {
    return status.getReplicasList().stream().filter(r -> r.getKind() == kind).toList();
  }

  @Test
  void getSystem_countsQueuesAndEnds() throws Exception {
    long before = status().getTotals().getSucceeded();
    String id = Calls.create(client, "", "a boat").getId();
    Calls.await(() -> queue(status()).getWaiting() == 1);
    QueueStatus waiting = queue(status());
    assertThat(waiting.getPriority()).isEqualTo(Priority.PRIORITY_INTERACTIVE);
    var running = fleet.claim(id);
    Calls.await(() -> queue(status()).getRunning() == 1);
    assertThat(queue(status()).getWaiting()).isZero();
    assertThat(queue(status()).getOldestWait()).isEqualTo(Durations.ZERO);
    fleet.end(running);
    Calls.await(() -> status().getTotals().getSucceeded() == before + 1);
    Calls.await(() -> queue(status()).getRunning() == 0);
    SystemStatus now = status();
    assertThat(now.getTotals().getAccepted()).isPositive();
    assertThat(of(now, Replica.Kind.KIND_GATEWAY))
        .singleElement()
        .extracting(Replica::getName)
        .isEqualTo("127.0.0.1:" + gateway.port());
    assertThat(of(now, Replica.Kind.KIND_ORCHESTRATOR)).isEmpty();
    assertThat(of(now, Replica.Kind.KIND_TEXT_ENCODER))
        .extracting(Replica::getState)
        .containsExactly(Replica.State.STATE_UP);
  }

  private static QueueStatus queue(SystemStatus status) {
    return status.getQueuesList().getFirst();
  }

  @Test
  void getSystem_denoiserTellsItsTotals_areAddedUp() throws Exception {
    fleet.denoiser.tell(Load.newBuilder().setRows(1_000).setBatches(100).build());
    Calls.await(() -> load(status()).getRows() == 1_000);
    long before = status().getTotals().getRows();
    fleet.denoiser.tell(
        Load.newBuilder().setRows(1_060).setBatches(110).setWaitingRows(5).setBatchCap(8).build());
    Calls.await(() -> status().getTotals().getRows() == before + 60);
    assertThat(load(status()).getBatchCap()).isEqualTo(8);
    fleet.denoiser.tell(Load.newBuilder().setRows(7).setBatches(1).build());
    Calls.await(() -> status().getTotals().getRows() == before + 67);
    Calls.await(() -> status().getHistoryList().stream().anyMatch(s -> s.getWaitingRows() == 5));
  }

  private static ReplicaLoad load(SystemStatus status) {
    return of(status, Replica.Kind.KIND_DENOISER).getFirst().getLoad();
  }

  @Test
  void getSystem_replicaThatIsAway_saysSo() throws Exception {
    Gateway lame = fleet.gateway(Map.of("DENOISERS", "127.0.0.1:1"));
    SystemStatus status =
        SystemServiceGrpc.newBlockingStub(fleet.channel(lame))
            .getSystem(GetSystemRequest.getDefaultInstance())
            .getSystem();
    Replica away = of(status, Replica.Kind.KIND_DENOISER).getFirst();
    assertThat(away.getState()).isEqualTo(Replica.State.STATE_AWAY);
    assertThat(away.hasSeenTime()).isFalse();
    assertThat(away.hasLoad()).isFalse();
    assertThat(status.getProblemsList()).contains("127.0.0.1:1: UNAVAILABLE");
  }

  @Test
  void rest_historyAfter_isTheRest() throws Exception {
    Calls.await(() -> status().getHistoryCount() >= 3);
    try (HttpClients http = new HttpClients(gateway)) {
      SystemStatus status = status();
      String moment = Timestamps.toString(status.getHistory(1).getTime());
      HttpResponse<String> response = http.get("/v1/system?history_after=" + moment);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      JsonObject body = HttpClients.json(response).getAsJsonObject("system");
      JsonObject first = body.getAsJsonArray("history").get(0).getAsJsonObject();
      assertThat(first.get("time").getAsString())
          .isEqualTo(Timestamps.toString(status.getHistory(2).getTime()));
      assertThat(body.getAsJsonObject("totals").has("batches")).isTrue();
      HttpResponse<String> bad = http.get("/v1/system?history_after=yesterday");
      assertThat(bad.statusCode()).isEqualTo(400);
      assertThat(bad.body()).contains("history_after");
    }
  }
}
