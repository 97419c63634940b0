package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.Tries;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.logging.LogFields;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.sampling.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Turns final latents into stored pictures, all images of a job at once. */
record Pictures(Work work, Surroundings outside, Attempt attempt) {

  /**
   * Decodes and stores every image; in order.
   *
   * @param modelDigest of the files that predicted
   */
  List<DecodeResponse> store(List<State> states, List<Long> shape, String modelDigest) {
    if (states.size() == 1) {
      return List.of(store(0, states.getFirst(), shape, modelDigest));
    }
    Trace trace = Trace.current();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<DecodeResponse>> pending = new ArrayList<>();
      for (int i = 0; i < states.size(); i++) {
        int index = i;
        pending.add(
            threads.submit(
                trace.wrapCall(
                    () ->
                        LogFields.generation(
                            work.getGenerationId(),
                            () -> store(index, states.get(index), shape, modelDigest)))));
      }
      try {
        return pending.stream().map(Pictures::result).toList();
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private DecodeResponse store(int index, State state, List<Long> shape, String modelDigest) {
    DecodeRequest request =
        DecodeRequest.newBuilder()
            .setGenerationId(work.getGenerationId())
            .setRequest(work.getRequest())
            .setIndex(index)
            .setLatents(latents(state, shape))
            .setModelDigest(modelDigest)
            .build();
    return Tries.until(
        "decoder",
        outside.patience(),
        attempt::check,
        avoid -> outside.decoder().decode(request, avoid));
  }

  private static Tensor latents(State state, List<Long> shape) {
    return Tensors.of(state.x(), shape.stream().mapToLong(Long::longValue).toArray());
  }

  private static DecodeResponse result(Future<DecodeResponse> pending) {
    try {
      return pending.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OrchestratorException.stopped(OrchestratorException.Stop.DRAINED);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof OrchestratorException known
          ? known
          : OrchestratorException.attempt("a picture was not stored: " + e.getCause(), e);
    }
  }
}
