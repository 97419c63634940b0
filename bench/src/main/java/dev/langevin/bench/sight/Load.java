package dev.langevin.bench.sight;

import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.Priority;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Jobs that are unlike each other, the same ones again for the same numbers. */
final class Load {
  private static final List<String> SAMPLERS = List.of("dpmpp_2m_sde", "euler", "ddim", "dpmpp_2m");
  private static final List<String> THINGS = List.of("house", "tree", "car", "sailboat", "castle");
  private static final int[] STEPS = {6, 12, 20};

  /**
   * A job that was made.
   *
   * @param millis how long that took
   * @param trace the id of the trace that was recorded of it; empty if none was
   */
  record Made(double millis, String trace) {}

  private Load() {}

  /** One of a mix. */
  static GenerationRequest mixed(int number) {
    return job(
            "a %s, no. %d"
                .formatted(THINGS.get(number % THINGS.size()), number % 40), // some come again
            number,
            STEPS[number % STEPS.length])
        .setSampler(SAMPLERS.get(number % SAMPLERS.size()))
        .setPriority(number % 4 == 3 ? Priority.PRIORITY_BATCH : Priority.PRIORITY_INTERACTIVE)
        .build();
  }

  /** One that is like all others but for its prompt and seed. */
  static GenerationRequest alike(int number, int steps) {
    return job("a lighthouse, no. " + number, number, steps).build();
  }

  /**
   * Has a picture made.
   *
   * @param headers of the call
   */
  static Made make(Channel channel, GenerationRequest request, Metadata headers)
      throws IOException {
    long began = System.nanoTime();
    Iterator<GenerateResponse> answers =
        GenerationServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .generate(GenerateRequest.newBuilder().setGeneration(request).build());
    GenerateResponse last = answers.next();
    while (answers.hasNext()) {
      last = answers.next();
    }
    if (last.getGeneration().getState() != Generation.State.STATE_SUCCEEDED) {
      throw new IOException("a job ended with " + last.getGeneration().getError());
    }
    return new Made((System.nanoTime() - began) / 1e6, last.getGeneration().getTraceId());
  }

  private static GenerationRequest.Builder job(String prompt, int seed, int steps) {
    return GenerationRequest.newBuilder().setPrompt(prompt).setSeed(seed).setSteps(steps);
  }
}
