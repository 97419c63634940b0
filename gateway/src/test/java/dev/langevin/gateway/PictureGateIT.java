package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.v1.DiffusionServiceGrpc;
import dev.langevin.v1.DiffusionServiceGrpc.DiffusionServiceBlockingStub;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.ForwardResponse;
import dev.langevin.v1.ScheduleRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls whose large messages are long in coming. */
class PictureGateIT {
  private static final int MOST = 16;
  private static final ForwardRequest NO_PICTURE =
      ForwardRequest.newBuilder().setImage(ByteString.copyFromUtf8("none")).addTimesteps(1).build();

  @TempDir static Path directory;
  private static TestFleet fleet;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void forward_tooManyComeIn_areRefusedBeforeTheyAreRead() throws Exception {
    var client = client(Map.of());
    List<Begun> silent = new ArrayList<>();
    Calls.await(
        () -> {
          silent.removeIf(begun -> begun.end.isDone()); // one may meet the call that looks
          while (silent.size() < MOST) {
            silent.add(new Begun(client));
          }
          return refusal(client).equals("TOO_MANY_FORWARDS");
        });

    Status refused = new Begun(client).end.get(10, TimeUnit.SECONDS);
    assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getDescription()).contains("16 forwards are at this gateway");
    ForwardRequest large =
        NO_PICTURE.toBuilder().setImage(ByteString.copyFrom(new byte[12 << 20])).build();
    Calls.assertRefused(
        () -> client.forward(large).next(),
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_FORWARDS",
        "16 forwards are at this gateway, which is the limit");
    assertThat(client.schedule(ScheduleRequest.getDefaultInstance()).getSteps()).isPositive();

    silent.forEach(begun -> begun.call.cancel("enough", null));
    Calls.await(() -> refusal(client).equals("INVALID_REQUEST"));
  }

  @Test
  void forward_messageThatNeverComes_endsAfterTheReadersPatience() throws Exception {
    var client = client(Map.of("READER_PATIENCE", "1s"));

    Status end = new Begun(client).end.get(10, TimeUnit.SECONDS);

    assertThat(end.getCode()).isNotEqualTo(Status.Code.OK);
    assertThat(refusal(client)).isEqualTo("INVALID_REQUEST");
  }

  private static DiffusionServiceBlockingStub client(Map<String, ?> settings) {
    return DiffusionServiceGrpc.newBlockingStub(fleet.channel(fleet.gateway(settings)));
  }

  private static String refusal(DiffusionServiceBlockingStub client) {
    try {
      return client.forward(NO_PICTURE).next().toString();
    } catch (StatusRuntimeException e) {
      return Statuses.reason(e);
    }
  }

  /** A call whose message is yet to come. */
  private static final class Begun extends ClientCall.Listener<ForwardResponse> {
    final CompletableFuture<Status> end = new CompletableFuture<>();
    final ClientCall<ForwardRequest, ForwardResponse> call;

    Begun(DiffusionServiceBlockingStub client) {
      var method = // the head of a call with one request would wait for it
          DiffusionServiceGrpc.getForwardMethod().toBuilder()
              .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
              .build();
      call = client.getChannel().newCall(method, CallOptions.DEFAULT);
      call.start(this, new Metadata());
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }
  }
}
