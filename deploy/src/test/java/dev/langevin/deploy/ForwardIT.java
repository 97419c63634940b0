package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.langevin.client.local.LocalServer;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.DiffusionServiceGrpc;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.ForwardResponse;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.ScheduleRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures under noise, by the default model and the whole system. */
class ForwardIT {
  private static final int SIDE = 64;
  private static final int LATENT_SIDE = 16;
  private static final int LAST = 999;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Deviation of a standard normal number cut off at −1 and 1. */
  private static final double CUT_OFF = 0.7183;

  @TempDir static Path data;
  private static AllInOne system;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    Path models = Command.checkedOutModels();
    system = AllInOne.start(new LocalServer.Settings(data, models, 0), stage -> {});
    channel = Channels.open(system.address());
    Instant end = Instant.now().plus(PATIENCE);
    while (!namesModels()) {
      assertThat(Instant.now()).isBefore(end);
    }
  }

  private static boolean namesModels() {
    try {
      return DiffusionServiceGrpc.newBlockingStub(channel)
              .schedule(ScheduleRequest.getDefaultInstance())
              .getSteps()
          > 0;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      return false;
    }
  }

  @AfterAll
  static void stop() {
    Channels.close(channel);
    system.close();
  }

  @Test
  void forward_closedForm_hasItsMeanAndVariance() {
    ForwardRequest request = request(plain(0xb2), 20, 60).build(); // 2·178/255 − 1 = 0.396
    for (ForwardResponse frame : frames(request)) {
      double alpha = frame.getLevel().getAlpha();
      double sigma = frame.getLevel().getSigma();
      double[] values = values(frame.getPicture());
      double error = sigma / Math.sqrt(values.length);
      assertThat(sigma).isBetween(0.02, 0.2);
      assertThat(mean(values)).isCloseTo(alpha * (2 * 178 / 255.0 - 1), within(4 * error + 1e-3));
      assertThat(deviation(values)).isCloseTo(sigma, within(4 * error + 1e-3));
    }
  }

  @Test
  void forward_chainAndClosedForm_endAlike() {
    ForwardRequest.Builder request = request(plain(0x80), LAST).setSeed(11);

    ForwardResponse closed = frames(request.build()).getFirst();
    ForwardResponse chain = frames(request.setChain(true).build()).getFirst();

    assertThat(closed.getAlphaBar()).isLessThan(1e-4);
    assertThat(chain.getLevel()).isEqualTo(closed.getLevel());
    assertThat(deviation(values(closed.getPicture()))).isCloseTo(CUT_OFF, within(0.015));
    assertThat(deviation(values(chain.getPicture()))).isCloseTo(CUT_OFF, within(0.015));
    assertThat(chain.getPicture()).isNotEqualTo(closed.getPicture());
    assertThat(frames(request.build()).getFirst()).isEqualTo(chain);
  }

  @Test
  void forward_artifact_losesThePictureInEverySpace() {
    Artifact artifact = generated();
    int[] times = IntStream.range(0, 10).map(i -> 111 * i).toArray();
    ForwardRequest.Builder request = request(ByteString.EMPTY, times);
    List<ForwardResponse> frames =
        frames(request.setArtifact(artifact.getName()).setDecoded(true).build());

    assertThat(frames).hasSize(10);
    assertThat(frames).extracting(frame -> -frame.getSnr()).isSorted();
    for (ForwardResponse frame : frames) {
      assertThat(image(frame.getPicture()).getWidth()).isEqualTo(SIDE);
      assertThat(image(frame.getLatents()).getWidth()).isEqualTo(LATENT_SIDE);
      assertThat(image(frame.getDecoded()).getWidth()).isEqualTo(SIDE);
      assertThat(frame.getSize().getHeight()).isEqualTo(SIDE);
    }
    ForwardResponse first = frames.getFirst();
    assertThat(difference(first.getPicture(), first.getDecoded())).isLessThan(0.15);
    assertThat(difference(first.getPicture(), frames.getLast().getPicture())).isGreaterThan(0.3);
  }

  @Test
  void forward_flowOverTheModel_isTheStraightPath() {
    ForwardRequest request =
        request(plain(0xff), 249)
            .setConfig(
                Struct.newBuilder()
                    .putFields("use_flow_sigmas", Value.newBuilder().setBoolValue(true).build()))
            .build();

    ForwardResponse frame = frames(request).getFirst();

    assertThat(frame.getLevel().getAlpha()).isEqualTo(0.75);
    assertThat(frame.getSnr()).isCloseTo(9, within(1e-9));
    assertThat(mean(values(frame.getPicture()))).isBetween(0.70, 0.75);
  }

  @Test
  void forward_uploadOfAnySize_isCutAroundItsMiddle() {
    BufferedImage wide = new BufferedImage(300, 100, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 100 * 100; i++) {
      wide.setRGB(100 + i % 100, i / 100, 0xffffff);
    }

    ForwardResponse frame = frames(request(file(wide, "jpeg"), 0).build()).getFirst();

    assertThat(frame.getSize().getWidth()).isEqualTo(SIDE);
    assertThat(mean(values(frame.getPicture()))).isGreaterThan(0.9);
  }

  @Test
  void forward_filesThatAreNone_areRefusedBeforeTheyAreUnpacked() {
    byte[] huge = file(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png").toByteArray();
    ByteBuffer.wrap(huge).putInt(16, 30_000).putInt(20, 30_000);
    CRC32 crc = new CRC32();
    crc.update(huge, 12, 17);
    ByteBuffer.wrap(huge).putInt(29, (int) crc.getValue());
    assertRefused(ByteString.copyFrom(huge), "image: 30000x30000 is not of 16,777,216 pixels");
    assertRefused(ByteString.copyFromUtf8("text"), "image: 4 bytes that are neither a PNG nor");
    assertRefused(ByteString.copyFrom(huge, 0, 40), "image: a PNG file that is cut short");
  }

  private static void assertRefused(ByteString file, String message) {
    assertThatThrownBy(() -> frames(request(file, 1).build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription()).startsWith(message);
            });
  }

  private static Artifact generated() {
    Iterator<GenerateResponse> responses =
        GenerationServiceGrpc.newBlockingStub(channel)
            .generate(
                GenerateRequest.newBuilder()
                    .setGeneration(GenerationRequest.newBuilder().setPrompt("a boat").setSteps(4))
                    .build());
    GenerateResponse last = responses.next();
    while (responses.hasNext()) {
      last = responses.next();
    }
    assertThat(last.getGeneration().getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
    return last.getGeneration().getArtifacts(0);
  }

  private static List<ForwardResponse> frames(ForwardRequest request) {
    List<ForwardResponse> frames = new ArrayList<>();
    DiffusionServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE)
        .forward(request)
        .forEachRemaining(frames::add);
    return frames;
  }

  private static ForwardRequest.Builder request(ByteString file, int... times) {
    ForwardRequest.Builder request = ForwardRequest.newBuilder().setImage(file);
    IntStream.of(times).forEach(request::addTimesteps);
    return request;
  }

  private static ByteString plain(int grey) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(i % SIDE, i / SIDE, grey * 0x010101);
    }
    return file(image, "png");
  }

  private static ByteString file(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThat(ImageIO.write(image, format, out)).isTrue();
      return ByteString.copyFrom(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BufferedImage image(ByteString png) {
    try {
      return ImageIO.read(png.newInput());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All samples, −1 to 1. */
  private static double[] values(ByteString png) {
    BufferedImage image = image(png);
    int width = image.getWidth();
    return IntStream.range(0, 3 * width * image.getHeight())
        .mapToDouble(
            i -> {
              int rgb = image.getRGB(i / 3 % width, i / 3 / width);
              return 2 * (rgb >> 8 * (i % 3) & 0xff) / 255.0 - 1;
            })
        .toArray();
  }

  private static double difference(ByteString one, ByteString other) {
    double[] a = values(one);
    double[] b = values(other);
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).average().orElse(9);
  }

  private static double mean(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        IntStream.range(0, values.length)
            .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
            .average()
            .orElseThrow());
  }
}
