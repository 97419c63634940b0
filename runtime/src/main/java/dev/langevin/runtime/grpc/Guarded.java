package dev.langevin.runtime.grpc;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * A service whose calls end with a clear status, and tell their handler, when a client sends what
 * can't be parsed, or no message where there must be one. By itself grpc-java answers UNKNOWN or
 * INTERNAL then, and the handler of a stream that can't be parsed is never told: whatever it holds
 * for the stream it holds for good. (Where a client sends several messages for one, grpc-java
 * itself cancels the call, and tells the handler.)
 */
final class Guarded {
  private static final String REASON = "INVALID_MESSAGE";

  /** What a message that can't be parsed becomes on its way to the listener. */
  private record Unreadable(String why) {}

  private Guarded() {}

  static ServerServiceDefinition of(BindableService service) {
    ServerServiceDefinition plain = service.bindService();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(plain.getServiceDescriptor().getName())
            .setSchemaDescriptor(plain.getServiceDescriptor().getSchemaDescriptor());
    var methods = plain.getMethods().stream().map(Guarded::of).toList();
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder guarded = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(guarded::addMethod);
    return guarded.build();
  }

  private static <Q, A> ServerMethodDefinition<Q, A> of(ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> plain = method.getMethodDescriptor();
    MethodDescriptor<Q, A> tolerant =
        plain.toBuilder(new Tolerant<>(plain.getRequestMarshaller()), plain.getResponseMarshaller())
            .build();
    ServerCallHandler<Q, A> handler = method.getServerCallHandler();
    return ServerMethodDefinition.create(
        tolerant, (call, headers) -> new Guard<>(call, handler.startCall(call, headers)));
  }

  /** Passes on what can't be parsed, too. No listener but the {@link Guard} gets to see it. */
  private record Tolerant<T>(Marshaller<T> plain) implements Marshaller<T> {
    @Override
    public InputStream stream(T value) {
      return plain.stream(value);
    }

    @Override
    @SuppressWarnings("unchecked") // the type of messages is erased between here and the guard
    public T parse(InputStream stream) {
      try {
        return plain.parse(stream);
      } catch (StatusRuntimeException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return (T) new Unreadable(cause.getMessage());
      }
    }
  }

  /** Refuses a call once, and has its handler let go of it. */
  private static final class Guard<Q, A> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, A> call;
    private final boolean single;
    private boolean received;
    private boolean refused;

    Guard(ServerCall<Q, A> call, ServerCall.Listener<Q> handler) {
      super(handler);
      this.call = call;
      this.single = call.getMethodDescriptor().getType().clientSendsOneMessage();
    }

    @Override
    public void onMessage(Q message) {
      if (refused) {
        return;
      }
      if ((Object) message instanceof Unreadable unreadable) {
        refuse("the message can't be read: " + unreadable.why());
      } else {
        received = true;
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      if (single && !received && !refused) {
        refuse("the message: nothing is not one");
      } else if (!refused) {
        super.onHalfClose();
      }
    }

    @Override
    public void onReady() {
      if (!refused) {
        super.onReady();
      }
    }

    @Override
    public void onCancel() {
      if (!refused) {
        super.onCancel();
      }
    }

    @Override
    public void onComplete() {
      if (!refused) {
        super.onComplete();
      }
    }

    private void refuse(String why) {
      refused = true;
      StatusRuntimeException refusal = Statuses.of(Status.Code.INVALID_ARGUMENT, REASON, why);
      Metadata trailers = refusal.getTrailers();
      call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
      super.onCancel();
    }
  }
}
