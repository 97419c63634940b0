package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceBlockingStub;
import dev.langevin.runtime.blob.SmallDisk;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Size;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that can't be written, or are full. */
class StoreFaultsIT {
  private static final ExecutionSettings CPU = ExecutionSettings.cpu();
  private static final DecodeRequest REQUEST =
      DecodeRequest.newBuilder()
          .setGenerationId("job1")
          .setRequest(
              GenerationRequest.newBuilder()
                  .setPrompt("a boat")
                  .setModel("tiny")
                  .setSize(Size.newBuilder().setWidth(48).setHeight(32))
                  .setSteps(20)
                  .setSampler("ddim")
                  .setGuidanceScale(4)
                  .setSeed(1))
          .setLatents(Tensors.of(new float[4 * 8 * 12], 4, 8, 12))
          .build();

  @TempDir Path directory;

  @Test
  void start_storeThatIsAFile_namesSettingAndDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    DecoderConfig config = DecoderConfig.local(models(), CPU, file);

    assertThatThrownBy(() -> Decoder.start(config))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("LANGEVIN_ARTIFACTS", file.toString(), "can't be written");
  }

  @Test
  void decode_storeThatBecameAFile_isFailedPreconditionAndNamesIt() throws IOException {
    Path artifacts = directory.resolve("lost");
    DecoderConfig config = DecoderConfig.local(models(), CPU, artifacts);
    try (Decoder other = Decoder.start(config)) {
      Files.delete(artifacts.resolve(".incoming"));
      Files.delete(artifacts);
      Files.writeString(artifacts, "");
      ManagedChannel to = Channels.open("127.0.0.1:" + other.port());
      assertRefused(
          () -> DecoderServiceGrpc.newBlockingStub(to).decode(REQUEST),
          Status.Code.FAILED_PRECONDITION,
          "STORE_NOT_WRITABLE",
          artifacts.toString());
      Channels.close(to);
    }
  }

  @Test
  void decode_storeIsFull_isExhaustedNamesItAndWorksWhenThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 256)) {
      DecoderConfig config = DecoderConfig.local(models(), CPU, disk.root());
      try (Decoder other = Decoder.start(config)) {
        ManagedChannel to = Channels.open("127.0.0.1:" + other.port());
        DecoderServiceBlockingStub there = DecoderServiceGrpc.newBlockingStub(to);
        disk.fill();
        for (int i = 0; i < 3; i++) {
          assertRefused(
              () -> there.decode(REQUEST),
              Status.Code.RESOURCE_EXHAUSTED,
              "STORE_FULL",
              disk.root().toString());
        }
        disk.empty();
        Artifact stored = there.decode(REQUEST).getArtifact();
        assertThat(stored.getName()).isEqualTo("job1/0-" + stored.getSha256());
        Channels.close(to);
      }
    }
  }

  private Path models() throws IOException {
    Path models = directory.resolve("models");
    if (Files.notExists(models)) {
      Files.createDirectories(models);
      TestModels.copy(TestModels.all().resolve("tiny"), models.resolve("tiny"));
    }
    return models;
  }

  private static void assertRefused(
      ThrowingCallable call, Status.Code code, String reason, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(Statuses.reason(e)).isEqualTo(reason);
            })
        .hasMessageContaining(message);
  }
}
