package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PngWriter;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.store.ArtifactStore;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceBlockingStub;
import dev.langevin.internal.v1.FilmFrame;
import dev.langevin.internal.v1.ReadArtifactRequest;
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import dev.langevin.internal.v1.SweepArtifactsRequest;
import dev.langevin.runtime.blob.LocalBlobStore;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Size;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilmStripIT {
  @TempDir static Path directory;
  private static Decoder decoder;
  private static ManagedChannel channel;
  private static DecoderServiceBlockingStub stub;

  @BeforeAll
  static void start() throws IOException {
    Path models = Files.createDirectories(directory.resolve("models"));
    TestModels.copy(TestModels.all().resolve("tiny"), models.resolve("tiny"));
    decoder =
        Decoder.start(
            DecoderConfig.local(models, ExecutionSettings.cpu(), directory.resolve("artifacts")));
    channel = Channels.open("127.0.0.1:" + decoder.port());
    stub = DecoderServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stop() {
    Channels.close(channel);
    decoder.close();
  }

  @Test
  void storeFilmStrip_framesWithNoise_isOnePictureAmongTheGenerations() throws IOException {
    StoreFilmStripRequest request = strip("job1", 3, 4, true);

    StoreFilmStripResponse stored = stub.storeFilmStrip(request);

    Artifact artifact = stored.getArtifact();
    assertThat(artifact.getName()).isEqualTo("job1/4-" + artifact.getSha256());
    assertThat(artifact.getMediaType()).isEqualTo("image/png");
    assertThat(artifact.getIndex()).isEqualTo(4);
    assertThat(artifact.getSeed()).isEqualTo(77);
    assertThat(stored.getFrame()).isEqualTo(Size.newBuilder().setWidth(8).setHeight(6).build());
    ByteString file = read(artifact.getName());
    assertThat(artifact.getSizeBytes()).isEqualTo(file.size());
    BufferedImage image = ImageIO.read(file.newInput());
    assertThat(image.getWidth()).isEqualTo(24);
    assertThat(image.getHeight()).isEqualTo(12);
    for (int column = 0; column < 3; column++) {
      assertThat(image.getRGB(8 * column, 5) & 0xff).isEqualTo(10 + column);
      assertThat(image.getRGB(8 * column + 7, 6) & 0xff).isEqualTo(100 + column);
    }
    assertThat(stub.storeFilmStrip(request)).isEqualTo(stored);
    assertThat(stub.storeFilmStrip(strip("job2", 3, 4, true)).getArtifact().getSha256())
        .isEqualTo(artifact.getSha256());
  }

  @Test
  void sweepArtifacts_leavesOutTheStrip_deletesIt() {
    String name = stub.storeFilmStrip(strip("job3", 2, 1, false)).getArtifact().getName();
    var keep = SweepArtifactsRequest.newBuilder().setGenerationId("job3");

    assertThat(stub.sweepArtifacts(keep.clone().addKeep(name).build()).getDeleted()).isZero();
    assertThat(stub.sweepArtifacts(keep.build()).getDeleted()).isEqualTo(1);
    assertThatThrownBy(() -> read(name)).hasMessageContaining("NOT_FOUND");
  }

  @Test
  void storeFilmStrip_asLargeAsItGets_isStored() {
    StoreFilmStripRequest.Builder request =
        StoreFilmStripRequest.newBuilder().setGenerationId("large").setIndex(16);
    for (int i = 0; i < 32; i++) {
      request.addFrames(
          FilmFrame.newBuilder().setEstimate(noise(i)).setNoisy(noise(100 + i)).build());
    }
    long start = System.nanoTime();
    StoreFilmStripResponse stored = stub.storeFilmStrip(request.build());

    System.out.printf(
        "the largest strip, all noise: %d bytes in, %d stored, %d ms%n",
        request.build().getSerializedSize(),
        stored.getArtifact().getSizeBytes(),
        (System.nanoTime() - start) / 1_000_000);
    assertThat(stored.getFrame().getWidth()).isEqualTo(256);
    assertThat(stored.getArtifact().getSizeBytes()).isGreaterThan(12_000_000);
  }

  @Test
  void storeFilmStrip_whoeverAskedHasGone_isNotStored() throws IOException {
    Path root = Files.createDirectories(directory.resolve("unused"));
    FilmStripMaker maker =
        new FilmStripMaker(new ArtifactStore(LocalBlobStore.durable("artifact", root)));
    Context.CancellableContext caller = Context.current().withCancellation();
    caller.cancel(null);

    assertThatThrownBy(() -> caller.call(() -> maker.make(strip("gone", 2, 1, false))))
        .isInstanceOfSatisfying(
            DecoderException.class, e -> assertThat(e.reason()).isEqualTo("CANCELLED"));
    assertThat(root).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "none, frames: 0 of them is not 1 to 32",
    "many, frames: 33 of them is not 1 to 32",
    "index, index: 10000 is not in 0..9999",
    "size, 'frames[1].estimate: 9x6 is not 8x6, as the first'",
    "noisy, 'frames[].noisy: in 1 of 2 is not in all frames or in none'",
    "large, 'frames[0].estimate: 257x1 is not at most 256 pixels a side'",
    "text, frames[1].noisy: 4 bytes that are neither a PNG nor a JPEG file",
    "id, generation_id"
  })
  void storeFilmStrip_whatCantBeDone_isRefused(String what, String message) {
    StoreFilmStripRequest.Builder request = strip("bad", 2, 1, true).toBuilder();
    switch (what) {
      case "none" -> request.clearFrames();
      case "many" -> request.clearFrames().addAllFrames(strip("bad", 33, 1, true).getFramesList());
      case "index" -> request.setIndex(10_000);
      case "size" -> request.getFramesBuilder(1).setEstimate(png(9, 6, 1));
      case "noisy" -> request.getFramesBuilder(0).clearNoisy();
      case "large" -> request.getFramesBuilder(0).setEstimate(png(257, 1, 1));
      case "text" -> request.getFramesBuilder(1).setNoisy(ByteString.copyFromUtf8("text"));
      default -> request.setGenerationId("../up");
    }
    assertThatThrownBy(() -> stub.storeFilmStrip(request.build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription())
                  .contains(what.equals("id") ? "../up" : message);
            });
  }

  private static StoreFilmStripRequest strip(String id, int frames, int index, boolean noisy) {
    StoreFilmStripRequest.Builder request =
        StoreFilmStripRequest.newBuilder().setGenerationId(id).setIndex(index).setSeed(77);
    for (int i = 0; i < frames; i++) {
      FilmFrame.Builder frame = FilmFrame.newBuilder().setEstimate(png(8, 6, 10 + i));
      if (noisy) {
        frame.setNoisy(png(8, 6, 100 + i));
      }
      request.addFrames(frame);
    }
    return request.build();
  }

  private static ByteString png(int width, int height, int grey) {
    byte[] samples = new byte[width * height * 3];
    Arrays.fill(samples, (byte) grey);
    return ByteString.copyFrom(PngWriter.write(new Rgb(width, height, samples), Map.of()));
  }

  private static ByteString noise(int seed) {
    byte[] samples = new byte[256 * 256 * 3];
    new java.util.Random(seed).nextBytes(samples);
    return ByteString.copyFrom(PngWriter.write(new Rgb(256, 256, samples), Map.of()));
  }

  private static ByteString read(String name) {
    ByteString[] file = {ByteString.EMPTY};
    stub.readArtifact(ReadArtifactRequest.newBuilder().setName(name).build())
        .forEachRemaining(piece -> file[0] = file[0].concat(piece.getData()));
    return file[0];
  }
}
