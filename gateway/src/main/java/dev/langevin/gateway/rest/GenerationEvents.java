package dev.langevin.gateway.rest;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.Failure;
import dev.langevin.gateway.http.EventStream;
import dev.langevin.gateway.http.HttpStatus;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.gateway.json.Json;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;

/**
 * Follows a generation as server-sent events. The last one has the id {@code end}: browsers come
 * back by themselves when a stream is over, and one that has seen the end is told with 204 to stop.
 */
record GenerationEvents(Api api) {
  private static final String END = "end";
  private static final int NO_CONTENT = 204;

  void watch(Request request, Reply reply) throws InterruptedException {
    if (request.header("last-event-id").orElse("").equals(END)) {
      reply.send(NO_CONTENT, "", new byte[0]);
      return;
    }
    if (request.headOnly()) {
      api.get(GetGenerationRequest.newBuilder().setId(request.param("id")).build());
      reply.send(200, "text/event-stream", new byte[0]);
      return;
    }
    EventStream events = new EventStream(reply);
    Follower follower = new Follower(events);
    try {
      api.watch(WatchGenerationRequest.newBuilder().setId(request.param("id")).build(), follower);
      events.end();
    } catch (RuntimeException | InterruptedException e) {
      if (!events.begun() || reply.gone()) {
        throw e;
      }
      tell(events, Failure.of(e));
    }
  }

  /** Numbers what it passes on. */
  private static final class Follower implements Sink<WatchGenerationResponse> {
    private final EventStream events;
    private int count;

    Follower(EventStream events) {
      this.events = events;
    }

    @Override
    public void send(WatchGenerationResponse message) throws InterruptedException {
      String id = Integer.toString(++count);
      if (message.hasProgress()) {
        events.send("progress", id, Json.of(message.getProgress()));
      } else {
        boolean ended = Fold.ended(message.getGeneration().getState());
        events.send("generation", ended ? END : id, Json.of(message.getGeneration()));
      }
    }
  }

  /** The stream can't go on: the gateway stops, or the reader is too slow. */
  private static void tell(EventStream events, Failure failure) throws InterruptedException {
    events.send("error", "", new StatusJson().json(failure, HttpStatus.of(failure)));
    events.end();
  }
}
