package dev.langevin.gateway.edge;

import static dev.langevin.gateway.identity.Scope.OPEN;
import static dev.langevin.gateway.identity.Scope.READ;
import static dev.langevin.gateway.identity.Scope.WRITE;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.langevin.gateway.Api;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.DiffusionRules;
import dev.langevin.gateway.batches.BatchApi;
import dev.langevin.gateway.batches.BatchRules;
import dev.langevin.gateway.diffusion.DiffusionApi;
import dev.langevin.gateway.diffusion.Forwarding;
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
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.vertx.grpc.health.v1.HealthProto;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.Service;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The public services over gRPC and gRPC-Web, with health and reflection. Every call runs on a
 * virtual thread.
 */
final class GrpcEdge {
  /** The largest piece of a batch's file that comes in, in bytes. */
  static final int MESSAGE_LIMIT = 4 << 20;

  /** The same for a message with a picture in it. */
  static final int PICTURE_LIMIT = DiffusionRules.IMAGE_LIMIT + (1 << 20);

  /** The same for requests: a prompt has 40 KiB at most, and a request sixteen and more of them. */
  private static final int USUAL_LIMIT = 1 << 20;

  private static final String FORWARD = "Forward";
  private static final String CREATE_BATCH = "CreateBatch";
  private static final ServiceName HEALTH = ServiceName.create("grpc.health.v1", "Health");
  private static final ServiceName NAME = ServiceName.create("langevin.v1", "GenerationService");
  private static final ServiceName SYSTEM = ServiceName.create("langevin.v1", "SystemService");
  private static final ServiceName BATCHES = ServiceName.create("langevin.v1", "BatchService");
  private static final ServiceName DIFFUSION =
      ServiceName.create("langevin.v1", "DiffusionService");

  private final Vertx vertx;
  private final Calls calls;
  private final GrpcGate gate;

  GrpcEdge(Vertx vertx, Calls calls, Entrance entrance) {
    this.vertx = vertx;
    this.calls = calls;
    CallLimits limits = calls.limits();
    this.gate =
        new GrpcGate(
            vertx,
            entrance,
            limits.readerPatience(),
            new Room("calls", USUAL_LIMIT, limits.calls(), true, false));
  }

  /**
   * Takes every call. How large messages may be is a matter of a whole server, so there is one for
   * each size; the gate knows which one a call goes to.
   *
   * @param ready whether the gateway can take jobs; what health says of the services
   */
  Handler<HttpServerRequest> server(
      Api api, BatchApi batches, DiffusionApi diffusion, BooleanSupplier ready) {
    List<Service> services =
        List.of(
            generations(api),
            batches(batches),
            diffusion(diffusion),
            system(api),
            health(new Readiness(ready)));
    gate.room(
        path(DIFFUSION, FORWARD),
        new Room("forwards", PICTURE_LIMIT, 2 * Forwarding.MOST_CALLS, true, true));
    gate.room(
        path(BATCHES, CREATE_BATCH), // what it waits for has its own patience
        new Room("uploads", MESSAGE_LIMIT, 2 * BatchRules.UPLOADS, false, true));
    gate.leadsTo(limit -> server(limit, services));
    return gate;
  }

  private GrpcServer server(int messageLimit, List<Service> services) {
    GrpcServer server =
        GrpcServer.server(
            vertx,
            new GrpcServerOptions()
                .setMaxMessageSize(messageLimit)
                .removeEnabledProtocol(GrpcProtocol.TRANSCODING));
    services.forEach(server::addService);
    return server.addService(ReflectionService.v1());
  }

  private static String path(ServiceName service, String method) {
    return "/" + service.fullyQualifiedName() + "/" + method;
  }

  private Methods methods(ServiceName name, FileDescriptor file) {
    return new Methods(vertx, calls, gate, name, file);
  }

  /**
   * Anybody may ask. Watching is UNIMPLEMENTED, which the protocol allows: it would go on for ever
   * for nobody in particular.
   */
  private Service health(BooleanSupplier ready) {
    Set<String> known =
        Set.of(
            "",
            NAME.fullyQualifiedName(),
            BATCHES.fullyQualifiedName(),
            DIFFUSION.fullyQualifiedName(),
            SYSTEM.fullyQualifiedName());
    return methods(HEALTH, HealthProto.getDescriptor())
        .unary(
            "Check",
            OPEN,
            HealthCheckRequest.getDefaultInstance(),
            (caller, request) -> {
              if (!known.contains(request.getService())) {
                throw GatewayException.unknownService(request.getService());
              }
              boolean serves = !calls.draining() && ready.getAsBoolean();
              return HealthCheckResponse.newBuilder()
                  .setStatus(serves ? ServingStatus.SERVING : ServingStatus.NOT_SERVING)
                  .build();
            })
        .build();
  }

  private Service diffusion(DiffusionApi api) {
    return methods(DIFFUSION, DiffusionServiceProto.getDescriptor())
        .unary("Schedule", READ, ScheduleRequest.getDefaultInstance(), api::schedule)
        .download(FORWARD, WRITE, ForwardRequest.getDefaultInstance(), api::forward)
        .build();
  }

  private Service generations(Api api) {
    return methods(NAME, GenerationServiceProto.getDescriptor())
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
    return methods(SYSTEM, SystemServiceProto.getDescriptor())
        .unary("GetSystem", READ, GetSystemRequest.getDefaultInstance(), api::state)
        .build();
  }

  private Service batches(BatchApi api) {
    return methods(BATCHES, BatchServiceProto.getDescriptor())
        .upload(CREATE_BATCH, WRITE, CreateBatchRequest.getDefaultInstance(), api::create)
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
