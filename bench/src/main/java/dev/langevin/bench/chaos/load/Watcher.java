package dev.langevin.bench.chaos.load;

import dev.langevin.bench.chaos.check.Seen;
import dev.langevin.v1.Generation;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;

/** Follows a job to its end, over as many streams as it takes. */
final class Watcher {
  private final Gateways gateways;
  private final JobLog log;
  private final String id;
  private final int number;
  private final boolean stays;
  private final CountDownLatch advanced = new CountDownLatch(1);
  private Generation last = Generation.getDefaultInstance();

  /**
   * Follows nothing yet.
   *
   * @param number of the watcher
   * @param stays whether it comes back to the same gateway
   */
  Watcher(Gateways gateways, JobLog log, String id, int number, boolean stays) {
    this.gateways = gateways;
    this.log = log;
    this.id = id;
    this.number = number;
    this.stays = stays;
  }

  /** Opens when the job was seen to have been evaluated, or to have ended. */
  CountDownLatch advanced() {
    return advanced;
  }

  /**
   * Follows the job.
   *
   * @return how it ended
   * @throws StatusRuntimeException if a gateway refuses
   */
  Generation follow(int first) throws InterruptedException {
    try {
      for (int connection = 0; ; connection++) {
        int gateway = stays ? first : (first + connection) % gateways.size();
        try {
          if (stream(gateway, connection)) {
            return last;
          }
          log.complain("a watch at gateway %d ended before the job".formatted(gateway + 1));
        } catch (StatusRuntimeException e) {
          gateways.pause(gateway, connection, e);
        }
      }
    } finally {
      advanced.countDown();
    }
  }

  private boolean stream(int gateway, int connection) {
    Context.CancellableContext context = Context.current().withCancellation();
    Context outer = context.attach();
    try {
      Iterator<WatchGenerationResponse> events =
          gateways
              .stub(gateway)
              .watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
      while (events.hasNext()) {
        take(gateway, connection, events.next());
      }
      return Seen.ended(last.getState());
    } finally {
      context.detach(outer);
      context.cancel(null);
    }
  }

  private void take(int gateway, int connection, WatchGenerationResponse event) {
    if (event.hasGeneration()) {
      last = event.getGeneration();
      log.saw(number, gateway, connection, last);
    } else {
      log.saw(number, gateway, connection, last, event.getProgress());
      if (event.getProgress().getEvaluation() > 0) {
        advanced.countDown();
      }
    }
  }
}
