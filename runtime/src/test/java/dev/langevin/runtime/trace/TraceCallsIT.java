package dev.langevin.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.RpcServer;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceCallsIT {
  private final Kept kept = new Kept();
  private volatile Trace seen;
  private final RpcServer server =
      RpcServer.start(
          "127.0.0.1",
          0,
          Duration.ofSeconds(1),
          new TextEncoderServiceGrpc.TextEncoderServiceImplBase() {
            @Override
            public void describeModels(
                DescribeModelsRequest request, StreamObserver<DescribeModelsResponse> observer) {
              seen = TraceCalls.caller();
              seen.run("serve", () -> {});
              observer.onNext(DescribeModelsResponse.getDefaultInstance());
              observer.onCompleted();
            }
          });
  private final ManagedChannel channel = Channels.open("127.0.0.1:" + server.port());

  @AfterEach
  void close() {
    Channels.close(channel);
    server.close();
  }

  @Test
  void call_withinASpan_isServedUnderIt() {
    Tracing tracing = Tracing.start("test", kept);
    try (TraceSpan job = Trace.none().root("job")) {
      job.set("langevin.generation", "g");
      call();
    }
    tracing.close();

    assertThat(kept.named("serve").getParentSpanId()).isEqualTo(kept.named("job").getSpanId());
  }

  @Test
  void call_outsideOfSpans_tellsNothing() {
    Tracing tracing = Tracing.start("test", kept);
    call();
    tracing.close();

    assertThat(seen).isSameAs(Trace.none());
  }

  private void call() {
    TextEncoderServiceGrpc.newBlockingStub(channel)
        .describeModels(DescribeModelsRequest.getDefaultInstance());
  }
}
