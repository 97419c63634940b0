package dev.langevin.gateway.edge;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.batches.Source;
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
import java.util.function.Function;
import java.util.function.Supplier;

/** The methods of one service of the edge, each bound to a blocking call on a virtual thread. */
final class Methods {
  private final Vertx vertx;
  private final Calls calls;
  private final ServiceName name;
  private final ServiceBuilder service;
  private final int messageLimit;

  /** A method whose answers are a stream. */
  interface Streaming<Q, A> {
    void run(Q request, Sink<A> sink) throws InterruptedException;
  }

  /** A method whose requests are a stream. */
  interface Uploading<Q, A> {
    A run(Source<Q> requests) throws InterruptedException;
  }

  /** What a call does, up to its end. */
  private interface Work<Q, A> {
    void run(Q request, Call<A> call) throws InterruptedException;
  }

  /**
   * @param messageLimit the most bytes of a message, which the server sees to
   */
  Methods(Vertx vertx, Calls calls, ServiceName name, FileDescriptor file, int messageLimit) {
    this.vertx = vertx;
    this.calls = calls;
    this.name = name;
    this.messageLimit = messageLimit;
    this.service = Service.service(name, file.findServiceByName(name.name()));
  }

  /** The service with the methods so far. */
  Service build() {
    return service.build();
  }

  <Q extends MessageLite, A extends MessageLite> Methods unary(
      String method, Q example, Function<Q, A> run) {
    return bind(
        method, false, example, (Q request, Call<A> call) -> call.answer(run.apply(request)));
  }

  /** A method that goes on for as long as a job. */
  <Q extends MessageLite, A extends MessageLite> Methods watch(
      String method, Q example, Streaming<Q, A> run) {
    return stream(method, true, example, run);
  }

  /** A method with many answers that are there. */
  <Q extends MessageLite, A extends MessageLite> Methods download(
      String method, Q example, Streaming<Q, A> run) {
    return stream(method, false, example, run);
  }

  /** A method with many requests and one answer. */
  <Q extends MessageLite, A extends MessageLite> Methods upload(
      String method, Q example, Uploading<Q, A> run) {
    GrpcMessageEncoder<A> encoder = GrpcMessageEncoder.encoder();
    service.bind(
        ServiceMethod.server(name, method, encoder, GrpcMessageDecoder.IDENTITY),
        request -> {
          Call<A> call = call(method, request);
          Inbox inbox = new Inbox(vertx.getOrCreateContext(), request, calls.limits());
          begin(request, false, call, () -> call.answer(run.run(() -> next(inbox, example))));
        });
    return this;
  }

  /** A method that takes no call, and reads none. */
  Methods refused(String method, Supplier<GatewayException> refusal) {
    GrpcMessageEncoder<MessageLite> encoder = GrpcMessageEncoder.encoder();
    service.bind(
        ServiceMethod.server(name, method, encoder, GrpcMessageDecoder.IDENTITY),
        request -> call(method, request).fail(Failures.of(refusal.get())));
    return this;
  }

  private <Q extends MessageLite, A extends MessageLite> Methods stream(
      String method, boolean watches, Q example, Streaming<Q, A> run) {
    return bind(
        method,
        watches,
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
  private <Q extends MessageLite, A extends MessageLite> Methods bind(
      String method, boolean watches, Q example, Work<Q, A> work) {
    GrpcMessageEncoder<A> encoder = GrpcMessageEncoder.encoder();
    service.bind(
        ServiceMethod.server(name, method, encoder, GrpcMessageDecoder.IDENTITY),
        request -> {
          Call<A> call = call(method, request);
          request.handler(
              message -> {
                if (call.begin()) {
                  begin(request, watches, call, () -> work.run(parse(example, message), call));
                }
              });
          request.endHandler(
              nothing -> {
                if (call.begin()) {
                  call.fail(Failures.of(GatewayException.unreadable("there is none")));
                }
              });
        });
    return this;
  }

  private <A> Call<A> call(String method, GrpcServerRequest<Buffer, A> request) {
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
      GrpcServerRequest<Buffer, ?> request, boolean watches, Call<?> call, Body body) {
    Trace caller = Trace.of(request.headers().get(Trace.HEADER));
    try {
      calls.run(watches, caller.wrap(() -> run(call, body)));
    } catch (GatewayException e) {
      call.fail(Failures.of(e));
    }
  }

  private static void run(Call<?> call, Body body) {
    call.workedBy(Thread.currentThread());
    try {
      body.run();
    } catch (Throwable e) {
      call.fail(Failures.of(e));
    }
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
