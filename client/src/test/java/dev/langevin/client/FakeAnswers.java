package dev.langevin.client;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What {@link FakeGenerations} answers with. */
final class FakeAnswers {
  private FakeAnswers() {}

  static StatusRuntimeException queueFull() {
    RetryInfo.Builder retry = RetryInfo.newBuilder();
    retry.getRetryDelayBuilder().setNanos(50_000_000);
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.RESOURCE_EXHAUSTED.value())
            .setMessage("2 generations have not ended")
            .addDetails(Any.pack(retry.build()))
            .build());
  }

  static Generation.Builder generation(GenerationRequest request) {
    GenerationRequest.Builder full = request.toBuilder();
    if (!full.hasSteps()) {
      full.setSteps(20);
    }
    full.getSizeBuilder().setWidth(64).setHeight(64);
    return Generation.newBuilder()
        .setId(FakeGenerations.ID)
        .setRequest(full.setModel("storybook").setSampler("ddim").setGuidanceScale(4));
  }

  static Artifact artifact(int index) {
    return Artifact.newBuilder()
        .setName(FakeGenerations.ID + "/" + index + "-x")
        .setMediaType("image/png")
        .setSizeBytes(FakeGenerations.picture(index).length)
        .setSha256(sha256(FakeGenerations.picture(index)))
        .setSeed(index)
        .setIndex(index)
        .build();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
