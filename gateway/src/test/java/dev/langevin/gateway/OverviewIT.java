package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.WatchGenerationsRequest;
import dev.langevin.v1.WatchGenerationsResponse;
import io.grpc.Context;
import io.grpc.Status;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Those who follow all generations. */
class OverviewIT extends TwoGateways {
  private Iterator<WatchGenerationsResponse> watch(String... ids) {
    Iterator<WatchGenerationsResponse> events =
        other
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .watchGenerations(WatchGenerationsRequest.newBuilder().addAllIds(List.of(ids)).build());
    assertThat(events.next().hasReady()).isTrue();
    return events;
  }

  /** The next event about a generation. */
  private static WatchGenerationsResponse next(
      Iterator<WatchGenerationsResponse> events, String id) {
    while (true) {
      WatchGenerationsResponse event = events.next();
      if (event.getGeneration().getId().equals(id) || event.getProgress().getId().equals(id)) {
        return event;
      }
    }
  }

  @Test
  void watchAll_tellsWhatBecomesOfEach() throws Exception {
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.call(
          () -> {
            var events = watch();
            String id = Calls.create(client, "", "a boat").getId();
            assertThat(next(events, id).getGeneration().getState()).isEqualTo(State.STATE_QUEUED);
            Generation done = fleet.succeed(id);
            Generation last = next(events, id).getGeneration();
            while (last.getState() == State.STATE_RUNNING) {
              last = next(events, id).getGeneration();
            }
            assertThat(last).isEqualTo(done);
            Calls.delete(client, id);
            assertThat(next(events, id).getGeneration().hasDeleteTime()).isTrue();
            return null;
          });
    }
    Calls.await(() -> gateway.watchers() == 0);
  }

  @Test
  void watchAll_ofThoseNamed_tellsEveryStateProgressAndPreviews() throws Exception {
    String id = Calls.create(client, "", "a boat").getId();
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.call(
          () -> {
            var events = watch(id, "nobody", id);
            Generation unknown = next(events, "nobody").getGeneration();
            assertThat(unknown.hasDeleteTime()).isTrue();
            assertThat(next(events, id).getGeneration().getState()).isEqualTo(State.STATE_QUEUED);
            var running = fleet.claim(id);
            assertThat(next(events, id).getGeneration().getState()).isEqualTo(State.STATE_RUNNING);
            fleet.progress(id, 1, 1, 20);
            assertThat(next(events, id).getProgress().getProgress().getStep()).isEqualTo(1);
            fleet.preview(id, 2, 20);
            fleet.preview(id, 3, 20);
            assertThat(next(events, id).getProgress().getProgress().getPreviewStep()).isEqualTo(2);
            assertThat(next(events, id).getProgress().getProgress().getPreview())
                .isEqualTo(TestFleet.PICTURE);
            var late = watch(id);
            assertThat(next(late, id).getGeneration().getState()).isEqualTo(State.STATE_RUNNING);
            assertThat(next(late, id).getProgress().getProgress().getPreviewStep()).isEqualTo(3);
            Generation done = fleet.end(running);
            assertThat(next(events, id).getGeneration()).isEqualTo(done);
            return null;
          });
    }
  }

  /** Far more than a page could show: it is told some, that it has missed others, and the last. */
  @Test
  void watchAll_thousandsOfChanges_areTamedAndTheNewestIsTold() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      ids.add("m" + i);
    }
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.call(
          () -> {
            var events = watch();
            long started = System.nanoTime();
            ids.forEach(fleet::accept);
            ids.forEach(fleet::accept);
            Map<String, Long> seen = new TreeMap<>();
            int count = 0;
            boolean missed = false;
            String last = Calls.create(client, "", "the last").getId();
            String told = "";
            while (!told.equals(last) && !missed) {
              WatchGenerationsResponse event = events.next();
              missed = event.hasReady();
              told = event.getGeneration().getId();
              seen.merge(told, 1L, Long::sum);
              count++;
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            System.out.printf(
                "%d events of %d generations in %.1f s; missed some: %s%n",
                count, seen.size(), seconds, missed);
            assertThat(missed).isTrue();
            assertThat(count).isLessThan((int) (seconds * 300) + 60);
            Collection<String> listed = Calls.ids(Calls.list(client, 1_000, ""));
            assertThat(listed).contains(last);
            return null;
          });
    }
  }

  @Test
  void watchAll_badIds_areRefused() {
    Calls.assertInvalid(
        () ->
            client
                .watchGenerations(WatchGenerationsRequest.newBuilder().addIds("A/b").build())
                .next(),
        "ids: A/b is not 1 to 64 lower-case letters and digits");
    WatchGenerationsRequest.Builder many = WatchGenerationsRequest.newBuilder();
    for (int i = 0; i < 65; i++) {
      many.addIds("g" + i);
    }
    Calls.assertInvalid(
        () -> client.watchGenerations(many.build()).next(), "ids: 65 are more than 64");
  }

  @Test
  void events_tellAsTheCallDoes_andWhoComesBackListsWhatItMissed() throws Exception {
    String id = Calls.create(client, "", "a boat").getId();
    try (HttpClients http = new HttpClients(gateway)) {
      try (Stream<String> lines = lines(http, id)) {
        Iterator<String> events = lines.iterator();
        assertThat(RestIT.event(events)).isEqualTo("id: 1\nevent: ready\ndata: {}\n");
        assertThat(RestIT.event(events)).startsWith("id: 2\nevent: generation\n").contains(id);
        fleet.claim(id);
        fleet.progress(id, 1, 7, 20);
        String progress = RestIT.event(events);
        while (!progress.contains("event: progress")) {
          progress = RestIT.event(events);
        }
        JsonObject data =
            JsonParser.parseString(progress.substring(progress.indexOf("data: ") + 6))
                .getAsJsonObject();
        assertThat(data.get("id").getAsString()).isEqualTo(id);
        assertThat(data.getAsJsonObject("progress").get("step").getAsInt()).isEqualTo(7);
      }
      Calls.cancel(client, id);
      try (Stream<String> lines = lines(http)) {
        assertThat(RestIT.event(lines.iterator())).contains("event: ready");
        assertThat(http.get("/v1/generations?states=STATE_CANCELLED").body()).contains(id);
      }
      HttpResponse<String> refused = http.get("/v1/generations:watch?ids=a%20b");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("ids: a b is not");
    }
  }

  @Test
  void watchAll_gatewayStops_isUnavailable() {
    Gateway stopping = fleet.gateway();
    var events =
        fleet.client(stopping).watchGenerations(WatchGenerationsRequest.getDefaultInstance());
    events.next();
    stopping.close();
    Calls.assertRefused(
        () -> {
          while (true) {
            events.next();
          }
        },
        Status.Code.UNAVAILABLE,
        "STOPPING",
        "the gateway is stopping");
  }

  private static Stream<String> lines(HttpClients http, String... ids) throws Exception {
    String query = ids.length == 0 ? "" : "?ids=" + String.join(",", ids);
    HttpResponse<Stream<String>> response =
        http.lines("GET", "/v1/generations:watch" + query, null);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
    return response.body();
  }
}
