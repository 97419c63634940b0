package dev.langevin.gateway.edge;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.batches.Source;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.runtime.trace.Trace;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.Service;
import io.vertx.grpc.server.ServiceBuilder;
import java.util.function.BiFunction;

/** The methods of one service of the edge, each bound to a blocking call on a virtual thread. */
final class Methods {
  private final Vertx vertx;
  private final Calls calls;
  private final GrpcGate gate;
  private final ServiceName name;
  private final ServiceBuilder service;

  /** A method whose answers are a stream. */
  interface Streaming<Q, A> {
    void run(Caller caller, Q request, Sink<A> sink) throws InterruptedException;
  }

  /** A method whose requests are a stream. */
  interface Uploading<Q, A> {
    A run(Caller caller, Source<Q> requests) throws InterruptedException;
  }

  /** What a call does, up to its end. */
  private interface Work<Q, A> {
    void run(Caller caller, Q request, Call<A> call) throws InterruptedException;
  }

  /**
   * @param gate lets calls in before any message of theirs is read
   */
  Methods(Vertx vertx, Calls calls, GrpcGate gate, ServiceName name, FileDescriptor file) {
    this.vertx = vertx;
    this.calls = calls;
    this.gate = gate;
    this.name = name;
    this.service = Service.service(name, file.findServiceByName(name.name()));
  }

  /** The service with the methods so far. */
  Service build() {
    return service.build();
  }

  /**
   * A method with one request and one answer.
   *
   * @param scope what it needs
   */
  <Q extends MessageLite, A extends MessageLite> Methods unary(
      String method, Scope scope, Q example, BiFunction<Caller, Q, A> run) {
    return bind(
        method,
        scope,
        kind(scope),
        example,
        (Caller caller, Q request, Call<A> call) -> call.answer(run.apply(caller, request)));
  }

  /** A method that goes on for as long as a job. */
  <Q extends MessageLite, A extends MessageLite> Methods watch(
      String method, Scope scope, Q example, Streaming<Q, A> run) {
    return stream(method, scope, Calls.Kind.LASTING, example, run);
  }

  /** A method with many answers that are there. */
  <Q extends MessageLite, A extends MessageLite> Methods download(
      String method, Scope scope, Q example, Streaming<Q, A> run) {
    return stream(method, scope, kind(scope), example, run);
  }

  /** A method with many requests and one answer. */
  <Q extends MessageLite, A extends MessageLite> Methods upload(
      String method, Scope scope, Q example, Uploading<Q, A> run) {
    GrpcMessageEncoder<A> encoder = GrpcMessageEncoder.encoder();
    return bound(
        method,
        scope,
        encoder,
        (GrpcServerRequest<Buffer, A> request, Call<A> call, Caller caller) -> {
          Inbox inbox = new Inbox(vertx.getOrCreateContext(), request, calls.limits());
          begin(
              request,
              kind(scope),
              caller,
              call,
              () -> call.answer(run.run(caller, () -> next(inbox, example))));
        });
  }

  private <Q extends MessageLite, A extends MessageLite> Methods stream(
      String method, Scope scope, Calls.Kind kind, Q example, Streaming<Q, A> run) {
    return bind(
        method,
        scope,
        kind,
        example,
        (Caller caller, Q request, Call<A> call) -> {
          run.run(caller, request, call);
          call.complete();
        });
  }

  /**
   * Messages come in as bytes: one that can't be parsed gets an answer, where a decoder would cut
   * the stream.
   */
  private <Q extends MessageLite, A extends MessageLite> Methods bind(
      String method, Scope scope, Calls.Kind kind, Q example, Work<Q, A> work) {
    GrpcMessageEncoder<A> encoder = GrpcMessageEncoder.encoder();
    return bound(
        method,
        scope,
        encoder,
        (GrpcServerRequest<Buffer, A> request, Call<A> call, Caller caller) -> {
          request.handler(
              message -> {
                if (call.begin()) {
                  begin(
                      request,
                      kind,
                      caller,
                      call,
                      () -> work.run(caller, parse(example, message), call));
                }
              });
          request.endHandler(
              nothing -> {
                if (call.begin()) {
                  call.fail(Failures.of(GatewayException.unreadable("there is none")));
                }
              });
        });
  }

  /** How a call goes on that may. */
  private interface Admitted<A> {
    void go(GrpcServerRequest<Buffer, A> request, Call<A> call, Caller caller);
  }

  /** What the gate refuses is told so, and not read. */
  private <A> Methods bound(
      String method, Scope scope, GrpcMessageEncoder<A> encoder, Admitted<A> way) {
    gate.method("/" + name.fullyQualifiedName() + "/" + method, scope);
    service.bind(
        ServiceMethod.server(name, method, encoder, GrpcMessageDecoder.IDENTITY),
        request -> {
          Arrival arrival = gate.arrival();
          Call<A> call = call(method, request, arrival.messageLimit());
          arrival.to(
              caller -> way.go(request, call, caller), refusal -> call.fail(Failures.of(refusal)));
        });
    return this;
  }

  private <A> Call<A> call(String method, GrpcServerRequest<Buffer, A> request, int messageLimit) {
    Call<A> call =
        new Call<>(
            vertx.getOrCreateContext(),
            request.response(),
            name.fullyQualifiedName() + "/" + method,
            calls.limits().readerPatience());
    request.errorHandler(error -> call.gone());
    request.exceptionHandler(error -> call.gone());
    request.response().exceptionHandler(error -> call.gone());
    request.invalidMessageHandler(invalid -> call.fail(Failures.of(invalid, messageLimit)));
    return call;
  }

  /** What runs on the call's own thread. */
  private interface Body {
    void run() throws InterruptedException;
  }

  private void begin(
      GrpcServerRequest<Buffer, ?> request,
      Calls.Kind kind,
      Caller caller,
      Call<?> call,
      Body body) {
    Trace trace = Trace.of(request.headers().get(Trace.HEADER));
    try {
      calls.run(kind, caller, trace.wrap(() -> run(call, body)));
    } catch (GatewayException e) {
      call.fail(Failures.of(e));
    }
  }

  private void run(Call<?> call, Body body) {
    call.workedBy(Thread.currentThread());
    try {
      body.run();
    } catch (Throwable e) {
      call.fail(Failures.of(calls.told(e)));
    }
  }

  private static Calls.Kind kind(Scope scope) {
    return scope == Scope.OPEN ? Calls.Kind.OPEN : Calls.Kind.BRIEF;
  }

  private static <Q extends MessageLite> Q next(Inbox inbox, Q example)
      throws InterruptedException {
    Buffer message = inbox.next();
    return message == null ? null : parse(example, message);
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
