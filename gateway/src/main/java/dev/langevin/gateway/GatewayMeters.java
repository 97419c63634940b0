package dev.langevin.gateway;

import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.gateway.system.SystemView;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Told;
import dev.langevin.v1.Priority;
import dev.langevin.v1.QueueStatus;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * What a gateway tells when it is asked. Of queues and generations it tells what the log says, and
 * so does every other gateway: they are not to be added up.
 */
final class GatewayMeters {
  private GatewayMeters() {}

  /** Tells until the parts are closed. */
  static void tell(
      Parts parts, SystemView system, Fleet fleet, int queueLimit, IntSupplier watchers) {
    tell(parts, Meter.QUEUE_JOBS, told -> system.queues().forEach(queue -> jobs(told, queue)));
    tell(
        parts,
        Meter.QUEUE_OLDEST_SECONDS,
        told ->
            system
                .queues()
                .forEach(
                    queue ->
                        told.value(
                            queue.getOldestWait().getSeconds()
                                + queue.getOldestWait().getNanos() * 1e-9,
                            queue.getPool(),
                            priority(queue))));
    tell(parts, Meter.QUEUE_LIMIT_JOBS, told -> told.value(queueLimit));
    tell(parts, Meter.ACCEPTED_TOTAL, told -> told.value(system.totals().getAccepted()));
    tell(
        parts,
        Meter.GENERATIONS_TOTAL,
        told -> {
          var totals = system.totals();
          told.value(totals.getSucceeded(), "succeeded");
          told.value(totals.getFailed(), "failed");
          told.value(totals.getCancelled(), "cancelled");
          told.value(totals.getFiltered(), "filtered");
        });
    tell(parts, Meter.WATCHERS, told -> told.value(watchers.getAsInt()));
    tell(
        parts,
        Meter.REPLICAS,
        told ->
            fleet
                .members()
                .forEach(
                    member -> {
                      String service =
                          switch (member.service()) {
                            case DENOISER -> "denoiser";
                            case TEXT_ENCODER -> "text-encoder";
                            case DECODER -> "decoder";
                          };
                      boolean up = member.problem().isEmpty() && member.seen().isPresent();
                      told.value(1, service, up ? "up" : "away");
                    }));
  }

  private static void tell(Parts parts, Meter meter, Consumer<Told> source) {
    parts.add(Meters.ofProcess().tell(meter, source));
  }

  private static void jobs(Told told, QueueStatus queue) {
    told.value(queue.getWaiting(), queue.getPool(), priority(queue), "waiting");
    told.value(queue.getRunning(), queue.getPool(), priority(queue), "running");
  }

  private static String priority(QueueStatus queue) {
    return queue.getPriority() == Priority.PRIORITY_BATCH ? "batch" : "interactive";
  }
}
