package dev.langevin.runtime.trace;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Carries traces over gRPC calls. */
public final class TraceCalls {
  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of(Trace.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<Trace> CALLER = Context.keyWithDefault("trace", Trace.none());

  private TraceCalls() {}

  /** Where the caller is, within a call of a server. */
  public static Trace caller() {
    return CALLER.get();
  }

  /** Tells those who are called where the calling thread is. */
  public static ClientInterceptor client() {
    return new Client();
  }

  /** Keeps what callers tell for {@link #caller}. */
  public static ServerInterceptor server() {
    return new Server();
  }

  private static final class Client implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      ClientCall<Q, A> call = next.newCall(method, options);
      String header = Trace.current().header();
      return header == null ? call : new Told<>(call, header);
    }
  }

  private static final class Told<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final String header;

    Told(ClientCall<Q, A> call, String header) {
      super(call);
      this.header = header;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      headers.put(HEADER, header);
      super.start(listener, headers);
    }
  }

  private static final class Server implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Trace caller = Trace.of(headers.get(HEADER));
      return caller == Trace.none()
          ? next.startCall(call, headers)
          : Contexts.interceptCall(
              Context.current().withValue(CALLER, caller), call, headers, next);
    }
  }
}
