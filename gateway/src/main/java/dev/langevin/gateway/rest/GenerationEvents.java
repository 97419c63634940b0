package dev.langevin.gateway.rest;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.json.Json;
import dev.langevin.runtime.generations.Fold;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;

/** Follows a generation: its states and its progress. */
record GenerationEvents(Api api) {
  void watch(Request request, Reply reply) throws InterruptedException {
    String id = request.param("id");
    Following.answer(
        request,
        reply,
        () -> api.get(GetGenerationRequest.newBuilder().setId(id).build()),
        events ->
            api.watch(
                WatchGenerationRequest.newBuilder().setId(id).build(),
                message -> tell(message, events)));
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
