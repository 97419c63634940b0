package dev.langevin.bench.chaos.load;

import dev.langevin.bench.chaos.check.Ending;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The pictures of the catalogue, made while nothing goes wrong. */
public final class Reference {
  private static final int AT_ONCE = 6;

  private Reference() {}

  /**
   * Makes them.
   *
   * @param run begins their request ids
   * @return how each request of the catalogue ended
   * @throws IllegalStateException if one did not succeed
   */
  public static List<Ending> make(Gateways gateways, List<GenerationRequest> catalogue, String run)
      throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Ending>> pending = new ArrayList<>();
      for (int i = 0; i < catalogue.size(); i++) {
        CreateGenerationRequest request =
            CreateGenerationRequest.newBuilder()
                .setGeneration(catalogue.get(i))
                .setRequestId(run + "-" + i)
                .build();
        pending.add(threads.submit(() -> one(gateways, request)));
      }
      List<Ending> endings = new ArrayList<>();
      for (Future<Ending> one : pending) {
        endings.add(one.get());
      }
      return List.copyOf(endings);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "a picture can't be made even though nothing goes wrong: " + e.getCause().getMessage(),
          e.getCause());
    }
  }

  private static Ending one(Gateways gateways, CreateGenerationRequest request)
      throws InterruptedException {
    String id = gateways.call(0, stub -> stub.createGeneration(request)).getGeneration().getId();
    Iterator<WatchGenerationResponse> events =
        gateways.stub(0).watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    Generation last = Generation.getDefaultInstance();
    while (events.hasNext()) {
      WatchGenerationResponse event = events.next();
      last = event.hasGeneration() ? event.getGeneration() : last;
    }
    if (last.getState() != State.STATE_SUCCEEDED) {
      throw new IllegalStateException(last.getState() + ": " + last.getError().getMessage());
    }
    return Ending.of(last);
  }
}
