package dev.langevin.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.ListBlobsRequest;
import dev.langevin.internal.v1.ListBlobsResponse;
import dev.langevin.runtime.discovery.Discovery;
import dev.langevin.runtime.discovery.FakeNames;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Replicas at several addresses of loopback, all on one port, as those of one name are. */
class ChannelSetIT {
  private final CountDownLatch ends = new CountDownLatch(1);

  /** Names where it listens, twice, with time in between. */
  private final class Slow extends DecoderServiceGrpc.DecoderServiceImplBase {
    private final String own;

    Slow(String own) {
      this.own = own;
    }

    @Override
    public void listBlobs(ListBlobsRequest request, StreamObserver<ListBlobsResponse> answers) {
      ListBlobsResponse answer = ListBlobsResponse.newBuilder().addNames(own).build();
      answers.onNext(answer);
      try {
        ends.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      answers.onNext(answer);
      answers.onCompleted();
    }
  }

  @Test
  void now_asReplicasComeAndGo_hasThemAndCutsNoneOff() throws Exception {
    FakeNames names = new FakeNames();
    names.set("decoder", "127.0.0.1");
    try (RpcServer one = serve("127.0.0.1", 0);
        RpcServer two = serve("127.0.0.2", one.port());
        Discovery discovery =
            Discovery.start(List.of("decoder:" + one.port()), names, Duration.ofMillis(10));
        ChannelSet set = new Peers(discovery, Transport.PLAIN).channels()) {
      await(set, "decoder/127.0.0.1:" + one.port());
      BlockingClientCall<?, ListBlobsResponse> running = call(set.now().getFirst());
      assertThat(running.read().getNames(0)).isEqualTo("127.0.0.1");

      names.set("decoder", "127.0.0.1", "127.0.0.2");
      await(set, "decoder/127.0.0.1:" + one.port(), "decoder/127.0.0.2:" + one.port());
      names.set("decoder", "127.0.0.2");
      await(set, "decoder/127.0.0.2:" + one.port());
      BlockingClientCall<?, ListBlobsResponse> next = call(set.now().getFirst());
      assertThat(next.read().getNames(0)).isEqualTo("127.0.0.2");

      ends.countDown();
      assertThat(running.read().getNames(0)).isEqualTo("127.0.0.1");
      assertThat(running.read()).isNull();
      assertThat(two.port()).isEqualTo(one.port());
    }
  }

  private RpcServer serve(String host, int port) {
    return RpcServer.start(host, port, Duration.ZERO, new Slow(host));
  }

  private static BlockingClientCall<?, ListBlobsResponse> call(ChannelSet.Link link) {
    return DecoderServiceGrpc.newBlockingV2Stub(link.channel())
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .listBlobs(ListBlobsRequest.getDefaultInstance());
  }

  private static void await(ChannelSet set, String... names) {
    while (!set.now().stream().map(ChannelSet.Link::name).toList().equals(List.of(names))) {
      Thread.onSpinWait();
    }
  }
}
