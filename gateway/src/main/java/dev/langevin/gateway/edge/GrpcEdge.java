package dev.langevin.gateway.edge;

import static dev.langevin.gateway.identity.Scope.READ;
import static dev.langevin.gateway.identity.Scope.WRITE;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.DiffusionRules;
import dev.langevin.gateway.batches.BatchApi;
import dev.langevin.gateway.diffusion.DiffusionApi;
import dev.langevin.v1.BatchServiceProto;
import dev.langevin.v1.CancelBatchRequest;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.DeleteBatchRequest;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.DiffusionServiceProto;
import dev.langevin.v1.DownloadBatchRequest;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerationServiceProto;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetBatchRequest;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.GetSystemRequest;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListWebhookDeliveriesRequest;
import dev.langevin.v1.PauseBatchRequest;
import dev.langevin.v1.RedeliverWebhookRequest;
import dev.langevin.v1.ResumeBatchRequest;
import dev.langevin.v1.RetryGenerationRequest;
import dev.langevin.v1.ScheduleRequest;
import dev.langevin.v1.SystemServiceProto;
import dev.langevin.v1.WatchBatchRequest;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationsRequest;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.Service;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The public services over gRPC and gRPC-Web, with health and reflection. Every call runs on a
 * virtual thread.
 */
final class GrpcEdge {
  /** The largest message that comes in, in bytes. */
  static final int MESSAGE_LIMIT = 4 << 20;

  /** The same for a message with a picture in it. */
  static final int PICTURE_LIMIT = DiffusionRules.IMAGE_LIMIT + (1 << 20);

  /** The same where calls are refused, whatever their messages are. */
  private static final int REFUSED_LIMIT = 1 << 10;

  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final String FORWARD = "Forward";
  private static final ServiceName NAME = ServiceName.create("langevin.v1", "GenerationService");
  private static final ServiceName SYSTEM = ServiceName.create("langevin.v1", "SystemService");
  private static final ServiceName BATCHES = ServiceName.create("langevin.v1", "BatchService");
  private static final ServiceName DIFFUSION =
      ServiceName.create("langevin.v1", "DiffusionService");

  private final Vertx vertx;
  private final Calls calls;
  private final Entrance entrance;

  GrpcEdge(Vertx vertx, Calls calls, Entrance entrance) {
    this.vertx = vertx;
    this.calls = calls;
    this.entrance = entrance;
  }

  /**
   * Takes every call. The one method whose messages may be larger has a server of its own, which
   * alone lets them in; the other one knows it too, for reflection and the rest of its service.
   *
   * @param ready whether the gateway can take jobs; what health says of the services
   */
  Handler<HttpServerRequest> server(
      Api api, BatchApi batches, DiffusionApi diffusion, BooleanSupplier ready) {
    GrpcServer all = server(MESSAGE_LIMIT).addService(diffusion(diffusion, MESSAGE_LIMIT));
    addServices(all, api, batches, ready);
    PictureGate pictures =
        new PictureGate(
            vertx,
            server(PICTURE_LIMIT).addService(diffusion(diffusion, PICTURE_LIMIT)),
            server(REFUSED_LIMIT).addService(noDiffusion()),
            calls.limits().readerPatience());
    String path = "/" + DIFFUSION.fullyQualifiedName() + "/" + FORWARD;
    return request -> (request.path().equals(path) ? pictures : all).handle(request);
  }

  private GrpcServer server(int messageLimit) {
    return GrpcServer.server(
        vertx,
        new GrpcServerOptions()
            .setMaxMessageSize(messageLimit)
            .removeEnabledProtocol(GrpcProtocol.TRANSCODING));
  }

  private void addServices(GrpcServer server, Api api, BatchApi batches, BooleanSupplier ready) {
    HealthService health = HealthService.create(vertx);
    for (ServiceName name : List.of(NAME, BATCHES, DIFFUSION, SYSTEM)) {
      health.register(
          name,
          () ->
              vertx
                  .getOrCreateContext()
                  .executeBlocking(() -> !calls.draining() && ready.getAsBoolean()));
    }
    server
        .addService(generations(api))
        .addService(batches(batches))
        .addService(system(api))
        .addService(health)
        .addService(ReflectionService.v1());
  }

  private Service diffusion(DiffusionApi api, int limit) {
    return new Methods(
            vertx, calls, entrance, DIFFUSION, DiffusionServiceProto.getDescriptor(), limit)
        .unary("Schedule", READ, ScheduleRequest.getDefaultInstance(), api::schedule)
        .download(FORWARD, WRITE, ForwardRequest.getDefaultInstance(), api::forward)
        .build();
  }

  /** Has no room for pictures. */
  private Service noDiffusion() {
    return new Methods(
            vertx, calls, entrance, DIFFUSION, DiffusionServiceProto.getDescriptor(), REFUSED_LIMIT)
        .refused(FORWARD, () -> GatewayException.tooMany("forwards", PictureGate.MOST, RETRY))
        .build();
  }

  private Service generations(Api api) {
    return new Methods(
            vertx, calls, entrance, NAME, GenerationServiceProto.getDescriptor(), MESSAGE_LIMIT)
        .unary("CreateGeneration", WRITE, CreateGenerationRequest.getDefaultInstance(), api::create)
        .unary("GetGeneration", READ, GetGenerationRequest.getDefaultInstance(), api::get)
        .unary("ListGenerations", READ, ListGenerationsRequest.getDefaultInstance(), api::list)
        .unary("CancelGeneration", WRITE, CancelGenerationRequest.getDefaultInstance(), api::cancel)
        .unary("DeleteGeneration", WRITE, DeleteGenerationRequest.getDefaultInstance(), api::delete)
        .unary("RetryGeneration", WRITE, RetryGenerationRequest.getDefaultInstance(), api::retry)
        .unary(
            "ListWebhookDeliveries",
            READ,
            ListWebhookDeliveriesRequest.getDefaultInstance(),
            api::deliveries)
        .unary(
            "RedeliverWebhook", WRITE, RedeliverWebhookRequest.getDefaultInstance(), api::redeliver)
        .unary("ListModels", READ, ListModelsRequest.getDefaultInstance(), api::models)
        .watch("WatchGeneration", READ, WatchGenerationRequest.getDefaultInstance(), api::watch)
        .watch(
            "WatchGenerations", READ, WatchGenerationsRequest.getDefaultInstance(), api::watchAll)
        .watch("Generate", WRITE, GenerateRequest.getDefaultInstance(), api::generate)
        .download("GetArtifact", READ, GetArtifactRequest.getDefaultInstance(), api::artifact)
        .build();
  }

  private Service system(Api api) {
    return new Methods(
            vertx, calls, entrance, SYSTEM, SystemServiceProto.getDescriptor(), MESSAGE_LIMIT)
        .unary("GetSystem", READ, GetSystemRequest.getDefaultInstance(), api::state)
        .build();
  }

  private Service batches(BatchApi api) {
    return new Methods(
            vertx, calls, entrance, BATCHES, BatchServiceProto.getDescriptor(), MESSAGE_LIMIT)
        .upload("CreateBatch", WRITE, CreateBatchRequest.getDefaultInstance(), api::create)
        .unary("GetBatch", READ, GetBatchRequest.getDefaultInstance(), api::get)
        .unary("ListBatches", READ, ListBatchesRequest.getDefaultInstance(), api::list)
        .unary("PauseBatch", WRITE, PauseBatchRequest.getDefaultInstance(), api::pause)
        .unary("ResumeBatch", WRITE, ResumeBatchRequest.getDefaultInstance(), api::resume)
        .unary("CancelBatch", WRITE, CancelBatchRequest.getDefaultInstance(), api::cancel)
        .unary("DeleteBatch", WRITE, DeleteBatchRequest.getDefaultInstance(), api::delete)
        .watch("WatchBatch", READ, WatchBatchRequest.getDefaultInstance(), api::watch)
        .watch(
            "ListBatchResults",
            READ,
            ListBatchResultsRequest.getDefaultInstance(),
            api::listResults)
        .download("DownloadBatch", READ, DownloadBatchRequest.getDefaultInstance(), api::download)
        .build();
  }
}
