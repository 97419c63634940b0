package dev.langevin.bench.chaos;

import dev.langevin.bench.chaos.cluster.Cluster;
import dev.langevin.bench.chaos.load.Gateways;
import dev.langevin.bench.cluster.Node;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListModelsResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Starts the cluster. */
final class Readiness {
  private static final long PATIENCE_MILLIS = 90_000;
  private static final long BETWEEN_MILLIS = 200;

  private Readiness() {}

  /**
   * Starts all processes; returns when both gateways know a model that can be used.
   *
   * @throws IllegalStateException if one has ended, or it takes too long
   */
  static void start(Cluster cluster, Gateways gateways) throws InterruptedException {
    cluster.nodes().values().forEach(Node::start);
    for (int gateway = 0; gateway < gateways.size(); gateway++) {
      await(cluster, gateways, gateway);
    }
  }

  private static void await(Cluster cluster, Gateways gateways, int gateway)
      throws InterruptedException {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    String why = "it has not been asked";
    while (System.nanoTime() - until < 0) {
      for (Node node : cluster.nodes().values()) {
        node.crashed()
            .ifPresent(
                code -> {
                  throw new IllegalStateException(
                      node.title() + " does not start; exit code " + code);
                });
      }
      try {
        ListModelsResponse models =
            gateways.callAt(
                gateway, stub -> stub.listModels(ListModelsRequest.getDefaultInstance()));
        if (models.getModelsCount() > 0 && models.getModels(0).getProblem().isEmpty()) {
          return;
        }
        why = models.toString();
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
          throw e;
        }
        why = e.getMessage();
      }
      Thread.sleep(BETWEEN_MILLIS);
    }
    throw new IllegalStateException("gateway " + (gateway + 1) + " is not ready: " + why);
  }
}
