package dev.langevin.bench.fuzz.live;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A gRPC call whose messages are any bytes. */
final class RawCall extends ClientCall.Listener<byte[]> {
  /**
   * How a call ended.
   *
   * @param status what the server said, or OK where the client had enough
   * @param trailers that came with it
   * @param answers messages received
   */
  record End(Status status, Metadata trailers, int answers) {}

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
          return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final int enough;
  private int answers;

  private RawCall(int enough) {
    this.enough = enough;
  }

  /**
   * Sends the messages and waits for the end.
   *
   * @param enough answers after which it is cancelled
   */
  static End run(
      ManagedChannel channel, String method, List<byte[]> messages, int enough, long seconds)
      throws Exception {
    MethodDescriptor<byte[], byte[]> descriptor =
        MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName(method)
            .build();
    RawCall listener = new RawCall(enough);
    ClientCall<byte[], byte[]> call = channel.newCall(descriptor, CallOptions.DEFAULT);
    call.start(listener, new Metadata());
    call.request(Integer.MAX_VALUE);
    messages.forEach(call::sendMessage);
    call.halfClose();
    try {
      return listener.end.get(seconds, TimeUnit.SECONDS);
    } finally {
      call.cancel("the caller has enough", null);
    }
  }

  @Override
  public void onMessage(byte[] message) {
    answers++;
    if (answers >= enough) {
      end.complete(new End(Status.OK, new Metadata(), answers));
    }
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    end.complete(new End(status, trailers, answers));
  }
}
