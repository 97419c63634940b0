package dev.langevin.gateway.rest;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.json.Json;
import dev.langevin.gateway.json.QueryJson;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import dev.langevin.v1.WatchGenerationsRequest;
import dev.langevin.v1.WatchGenerationsResponse;

/** Follows a generation, its states and its progress; or all of them. */
record GenerationEvents(Api api) {
  void watch(Request request, Reply reply) throws InterruptedException {
    String id = request.param("id");
    Following.answer(
        request,
        reply,
        () -> api.get(request.caller(), GetGenerationRequest.newBuilder().setId(id).build()),
        events ->
            api.watch(
                request.caller(),
                WatchGenerationRequest.newBuilder().setId(id).build(),
                message -> tell(message, events)));
  }

  void watchAll(Request request, Reply reply) throws InterruptedException {
    WatchGenerationsRequest watch =
        QueryJson.read(request, WatchGenerationsRequest.getDefaultInstance());
    Following.answer(
        request,
        reply,
        () -> RequestRules.check(watch),
        events -> api.watchAll(request.caller(), watch, message -> tellOfAll(message, events)));
  }

  private static void tellOfAll(WatchGenerationsResponse message, Following events)
      throws InterruptedException {
    switch (message.getEventCase()) {
      case READY -> events.send("ready", false, Json.of(message.getReady()));
      case GENERATION -> events.send("generation", false, Json.of(message.getGeneration()));
      case PROGRESS -> events.send("progress", false, Json.of(message.getProgress()));
      case EVENT_NOT_SET -> throw new AssertionError("an event that says nothing");
    }
  }

  private static void tell(WatchGenerationResponse message, Following events)
      throws InterruptedException {
    if (message.hasProgress()) {
      events.send("progress", false, Json.of(message.getProgress()));
    } else {
      boolean ended = Fold.ended(message.getGeneration().getState());
      events.send("generation", ended, Json.of(message.getGeneration()));
    }
  }
}
