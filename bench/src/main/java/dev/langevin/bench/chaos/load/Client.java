package dev.langevin.bench.chaos.load;

import dev.langevin.v1.Artifact;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GetArtifactRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One client's way with one job: create, watch, perhaps cancel, fetch the pictures. */
final class Client {
  private final Gateways gateways;
  private final List<GenerationRequest> catalogue;
  private final Order order;
  private final JobLog log;

  Client(Gateways gateways, List<GenerationRequest> catalogue, Order order, JobLog log) {
    this.gateways = gateways;
    this.catalogue = catalogue;
    this.order = order;
    this.log = log;
  }

  /** Goes all of it; what should not be is written down. */
  void run() throws InterruptedException {
    try {
      String id = create();
      if (order.intent() == Intent.CANCEL_EARLY) {
        cancel(id);
      }
      Generation end = watch(id);
      fetch(end);
    } catch (StatusRuntimeException e) {
      log.complain(e.getStatus().toString());
    }
  }

  private String create() throws InterruptedException {
    CreateGenerationRequest request = order.create(catalogue);
    if (order.intent() == Intent.TWICE) {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<String> other = threads.submit(() -> createAt(1 - order.gateway(), request));
        String id = createAt(order.gateway(), request);
        joined(other);
        return id;
      }
    }
    String id =
        gateways
            .call(order.gateway(), stub -> stub.createGeneration(request))
            .getGeneration()
            .getId();
    log.accepted(id);
    if (order.intent() == Intent.CONFLICT) {
      conflict(request);
    }
    return id;
  }

  private String createAt(int gateway, CreateGenerationRequest request)
      throws InterruptedException {
    String id =
        gateways.callAt(gateway, stub -> stub.createGeneration(request)).getGeneration().getId();
    log.accepted(id);
    return id;
  }

  private void conflict(CreateGenerationRequest request) throws InterruptedException {
    CreateGenerationRequest.Builder other = request.toBuilder();
    other.getGenerationBuilder().setSeed(request.getGeneration().getSeed() + 1);
    try {
      gateways.callAt(1 - order.gateway(), stub -> stub.createGeneration(other.build()));
      log.complain("another request under the same request_id was accepted");
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private void cancel(String id) throws InterruptedException {
    try {
      gateways.call(
          order.gateway() + 1,
          stub -> stub.cancelGeneration(CancelGenerationRequest.newBuilder().setId(id).build()));
      log.cancelled();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
        throw e;
      }
    }
  }

  private Generation watch(String id) throws InterruptedException {
    int watchers = order.both() ? 2 : 1;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Generation>> ends = new ArrayList<>();
      for (int i = 0; i < watchers; i++) {
        int gateway = (order.gateway() + i) % 2;
        Watcher watcher = new Watcher(gateways, log, id, i, order.both());
        ends.add(threads.submit(() -> watcher.follow(gateway)));
        if (i == 0 && order.intent() == Intent.CANCEL_RUNNING) {
          threads.submit(
              () -> {
                watcher.advanced().await();
                cancel(id);
                return null;
              });
        }
      }
      Generation last = null;
      for (Future<Generation> end : ends) {
        last = joined(end);
      }
      return last;
    }
  }

  private void fetch(Generation end) throws InterruptedException {
    List<Artifact> artifacts = new ArrayList<>(end.getArtifactsList());
    if (end.hasFilmStrip()) {
      artifacts.add(end.getFilmStrip().getArtifact());
    }
    for (Artifact artifact : artifacts) {
      String sha256 =
          gateways.call(
              order.gateway(),
              stub -> {
                MessageDigest digest = sha256();
                stub.getArtifact(
                        GetArtifactRequest.newBuilder().setName(artifact.getName()).build())
                    .forEachRemaining(
                        piece -> digest.update(piece.getData().asReadOnlyByteBuffer()));
                return HexFormat.of().formatHex(digest.digest());
              });
      log.fetched(artifact.getName(), sha256);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static <T> T joined(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatusRuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
