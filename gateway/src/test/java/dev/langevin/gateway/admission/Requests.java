package dev.langevin.gateway.admission;

import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.GenerationRequest;
import java.util.function.UnaryOperator;

/** Requests for tests. */
final class Requests {
  private Requests() {}

  static CreateGenerationRequest create(UnaryOperator<GenerationRequest.Builder> change) {
    return CreateGenerationRequest.newBuilder()
        .setGeneration(change.apply(GenerationRequest.newBuilder().setPrompt("a boat")))
        .build();
  }
}
