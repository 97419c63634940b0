package dev.langevin.gateway.edge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.langevin.gateway.Api;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerationServiceProto;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetArtifactResponse;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListWebhookDeliveriesRequest;
import dev.langevin.v1.RedeliverWebhookRequest;
import dev.langevin.v1.RetryGenerationRequest;
import dev.langevin.v1.WatchGenerationRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.health.HealthService;
import io.vertx.grpc.reflection.ReflectionService;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import io.vertx.grpc.server.ServiceBuilder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The public service over gRPC and gRPC-Web, with health and reflection. Every call runs on a
 * virtual thread.
 */
final class GrpcEdge {
  /** The largest message that comes in, in bytes. */
  static final int MESSAGE_LIMIT = 4 << 20;

  private static final ServiceName NAME = ServiceName.create("langevin.v1", "GenerationService");

  private final Vertx vertx;
  private final Calls calls;

  /** A method whose answers are a stream. */
  private interface Streaming<Q, A> {
    void run(Q request, Sink<A> sink) throws InterruptedException;
  }

  /** What a call does, up to its end. */
  private interface Work<Q, A> {
    void run(Q request, Call<A> call) throws InterruptedException;
  }

  GrpcEdge(Vertx vertx, Calls calls) {
    this.vertx = vertx;
    this.calls = calls;
  }

  /**
   * @param ready whether the gateway can take jobs; what health says of the service
   */
  GrpcServer server(Api api, BooleanSupplier ready) {
    GrpcServerOptions options =
        new GrpcServerOptions()
            .setMaxMessageSize(MESSAGE_LIMIT)
            .removeEnabledProtocol(GrpcProtocol.TRANSCODING);
    GrpcServer server = GrpcServer.server(vertx, options);
    ServiceBuilder service =
        Service.service(
            NAME, GenerationServiceProto.getDescriptor().findServiceByName(NAME.name()));
    unary(service, "CreateGeneration", CreateGenerationRequest.getDefaultInstance(), api::create);
    unary(service, "GetGeneration", GetGenerationRequest.getDefaultInstance(), api::get);
    unary(service, "ListGenerations", ListGenerationsRequest.getDefaultInstance(), api::list);
    unary(service, "CancelGeneration", CancelGenerationRequest.getDefaultInstance(), api::cancel);
    unary(service, "DeleteGeneration", DeleteGenerationRequest.getDefaultInstance(), api::delete);
    unary(service, "RetryGeneration", RetryGenerationRequest.getDefaultInstance(), api::retry);
    unary(
        service,
        "ListWebhookDeliveries",
        ListWebhookDeliveriesRequest.getDefaultInstance(),
        api::deliveries);
    unary(
        service, "RedeliverWebhook", RedeliverWebhookRequest.getDefaultInstance(), api::redeliver);
    unary(service, "ListModels", ListModelsRequest.getDefaultInstance(), api::models);
    watch(service, "WatchGeneration", WatchGenerationRequest.getDefaultInstance(), api::watch);
    watch(service, "Generate", GenerateRequest.getDefaultInstance(), api::generate);
    bind(
        service,
        "GetArtifact",
        false,
        GetArtifactRequest.getDefaultInstance(),
        (GetArtifactRequest request, Call<GetArtifactResponse> call) -> {
          api.artifact(request, call);
          call.complete();
        });
    HealthService health = HealthService.create(vertx);
    health.register(
        NAME,
        () ->
            vertx
                .getOrCreateContext()
                .executeBlocking(() -> !calls.draining() && ready.getAsBoolean()));
    return server.addService(service.build()).addService(health).addService(ReflectionService.v1());
  }

  private <Q extends MessageLite, A extends MessageLite> void unary(
      ServiceBuilder service, String method, Q example, Function<Q, A> run) {
    bind(
        service,
        method,
        false,
        example,
        (Q request, Call<A> call) -> call.answer(run.apply(request)));
  }

  private <Q extends MessageLite, A extends MessageLite> void watch(
      ServiceBuilder service, String method, Q example, Streaming<Q, A> run) {
    bind(
        service,
        method,
        true,
        example,
        (Q request, Call<A> call) -> {
          run.run(request, call);
          call.complete();
        });
  }

  /**
   * Messages come in as bytes: one that can't be parsed gets an answer, where a decoder would cut
   * the stream.
   */
  private <Q extends MessageLite, A extends MessageLite> void bind(
      ServiceBuilder service, String method, boolean watches, Q example, Work<Q, A> work) {
    GrpcMessageEncoder<A> encoder = GrpcMessageEncoder.encoder();
    service.bind(
        ServiceMethod.server(NAME, method, encoder, GrpcMessageDecoder.IDENTITY),
        request ->
            handle(request, watches, (bytes, call) -> work.run(parse(example, bytes), call)));
  }

  private <A> void handle(
      GrpcServerRequest<Buffer, A> request, boolean watches, Work<Buffer, A> work) {
    Call<A> call =
        new Call<>(vertx.getOrCreateContext(), request.response(), calls.limits().readerPatience());
    request.errorHandler(error -> call.gone());
    request.exceptionHandler(error -> call.gone());
    request.response().exceptionHandler(error -> call.gone());
    request.invalidMessageHandler(invalid -> call.fail(Failures.of(invalid)));
    request.handler(
        message -> {
          if (call.begin()) {
            Trace caller = Trace.of(request.headers().get(Trace.HEADER));
            begin(watches, caller.wrap(() -> run(message, call, work)), call);
          }
        });
    request.endHandler(
        nothing -> {
          if (call.begin()) {
            call.fail(Failures.of(GatewayException.unreadable("there is none")));
          }
        });
  }

  private void begin(boolean watches, Runnable work, Call<?> call) {
    try {
      calls.run(watches, work);
    } catch (GatewayException e) {
      call.fail(Failures.of(e));
    }
  }

  private static <Q, A> void run(Q message, Call<A> call, Work<Q, A> work) {
    call.workedBy(Thread.currentThread());
    try {
      work.run(message, call);
    } catch (Throwable e) {
      call.fail(Failures.of(e));
    }
  }

  @SuppressWarnings("unchecked") // a message's parser makes messages of its own type
  private static <Q extends MessageLite> Q parse(Q example, Buffer bytes) {
    try {
      return (Q) example.getParserForType().parseFrom(bytes.getBytes());
    } catch (InvalidProtocolBufferException e) {
      throw GatewayException.unreadable(e.getMessage());
    }
  }
}
