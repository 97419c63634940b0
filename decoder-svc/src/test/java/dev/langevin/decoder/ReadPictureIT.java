package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PictureFiles;
import dev.langevin.decoder.image.PngWriter;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceBlockingStub;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.ReadPictureRequest;
import dev.langevin.internal.v1.ReadPictureResponse;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.Size;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that strangers send, through the service. */
class ReadPictureIT {
  private static final byte[] PNG =
      PngWriter.write(new Rgb(48, 32, new byte[48 * 32 * 3]), Map.of());

  @TempDir static Path directory;
  private static Decoder decoder;
  private static ManagedChannel channel;
  private static DecoderServiceBlockingStub stub;

  @BeforeAll
  static void start() throws IOException {
    Path models = Files.createDirectories(directory.resolve("models"));
    TestModels.copy(TestModels.all().resolve("tiny"), models.resolve("tiny"));
    TestModels.copy(TestModels.all().resolve("tiny-float16"), models.resolve("decodes-only"));
    Files.writeString(models.resolve("decodes-only/langevin.json"), "{\"name\": \"decodes-only\"}");
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
  void readPicture_ofAnySize_isFittedAndEncoded() throws IOException {
    byte[] jpeg = PictureFiles.file(PictureFiles.corners(300, 200), "jpeg");

    ReadPictureResponse read = stub.readPicture(picture(jpeg).setMaxSide(24).build());

    assertThat(read.getPixels().getShapeList()).containsExactly(3L, 16L, 24L);
    assertThat(read.getLatents().getShapeList()).containsExactly(4L, 8L, 12L);
    float[] pixels = Tensors.floats(read.getPixels());
    assertThat(pixels[0]).isCloseTo(2 * 0xe0 / 255f - 1, within(0.05f));
    assertThat(pixels[23]).isCloseTo(2 * 0x10 / 255f - 1, within(0.05f));
    var image = ImageIO.read(stub.preview(pixels(read.getPixels())).getPng().newInput());
    assertThat(image.getWidth()).isEqualTo(24);
    assertThat(image.getRGB(0, 0) >> 16 & 0xff).isBetween(0xd8, 0xe8);
    assertThat(image.getRGB(23, 15) >> 16 & 0xff).isBetween(0x08, 0x18);
  }

  @Test
  void readPicture_modelThatOnlyDecodes_hasNoLatents() {
    ReadPictureResponse read = stub.readPicture(picture(PNG).setModel("decodes-only").build());

    assertThat(read.getPixels().getShapeList()).containsExactly(3L, 32L, 48L);
    assertThat(read.hasLatents()).isFalse();
  }

  @Test
  void readPicture_whatIsNone_isRefused() {
    assertInvalid(
        () -> stub.readPicture(picture(PictureFiles.declaring(PNG, 30_000, 30_000)).build()),
        "image: 30000x30000 is not of 16,777,216 pixels at most");
    assertInvalid(
        () -> stub.readPicture(picture("no picture".getBytes()).build()),
        "image: 10 bytes that are neither a PNG nor a JPEG file, but text");
    assertInvalid(
        () -> stub.readPicture(picture(new byte[0]).build()), "image: 0 bytes is not in 1..");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "47, 32", "-4, -4", "65536, 65536", "4, 16777216"})
  void readPicture_forASizeThatTheModelCannot_isRefused(int width, int height) {
    Size.Builder size = Size.newBuilder().setWidth(width).setHeight(height);
    assertInvalid(
        () -> stub.readPicture(picture(PNG).setSize(size).build()),
        "is not at least 4x4, in multiples of 4 each way");
  }

  @Test
  void preview_pixelsThatAreNone_areRefused() {
    assertInvalid(
        () -> stub.preview(pixels(Tensors.of(new float[4], 4, 1, 1))),
        "latents: shape [4, 1, 1] is not [3, height, width]");
    assertRefused(
        () -> stub.preview(pixels(Tensors.of(new float[] {0, 0, Float.NaN}, 3, 1, 1))),
        Status.Code.FAILED_PRECONDITION,
        "the picture has NaN");
  }

  private static PreviewRequest pixels(Tensor tensor) {
    return PreviewRequest.newBuilder()
        .setLatents(tensor)
        .setMethod(PreviewRequest.Method.METHOD_PIXELS)
        .build();
  }

  private static ReadPictureRequest.Builder picture(byte[] file) {
    return ReadPictureRequest.newBuilder()
        .setModel("tiny")
        .setSize(Size.newBuilder().setWidth(48).setHeight(32))
        .setImage(ByteString.copyFrom(file));
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertRefused(call, Status.Code.INVALID_ARGUMENT, message);
  }

  private static void assertRefused(ThrowingCallable call, Status.Code code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).contains(message);
            });
  }
}
