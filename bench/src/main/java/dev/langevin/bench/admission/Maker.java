package dev.langevin.bench.admission;

import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;

/**
 * Makes jobs and sees them through.
 *
 * @param gateway where
 */
record Maker(Channel gateway) {
  private static final Duration START = Duration.ofMinutes(2);

  /** Makes one as soon as the system, which has just started, takes it. */
  void await(GenerationRequest request) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        make(request);
        return;
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || System.nanoTime() - end > 0) {
          throw e;
        }
      }
    }
  }

  /** Makes a job and follows it to its end; its id. */
  String make(GenerationRequest request) throws IOException {
    Iterator<GenerateResponse> events =
        GenerationServiceGrpc.newBlockingStub(gateway)
            .generate(GenerateRequest.newBuilder().setGeneration(request).build());
    Generation last = Generation.getDefaultInstance();
    while (events.hasNext()) {
      GenerateResponse event = events.next();
      last = event.hasGeneration() ? event.getGeneration() : last;
    }
    if (last.getState() != State.STATE_SUCCEEDED) {
      throw new IOException("a job ended without a picture: " + last);
    }
    return last.getId();
  }
}
