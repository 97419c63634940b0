package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PngWriter;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DecoderServiceGrpc.DecoderServiceBlockingStub;
import dev.langevin.internal.v1.EncodeImageRequest;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.onnx.ExecutionSettings;
import io.grpc.ManagedChannel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default model's autoencoder, in the service. */
class StorybookIT {
  private static final Path MODEL = Path.of("..", "models", "storybook");

  @Test
  void encodeAndDecode_plainScene_comesBack(@TempDir Path artifacts) throws IOException {
    assumeTrue(Files.exists(MODEL.resolve("model_index.json")), "SKIPPED: no " + MODEL);
    var size = ModelDirectory.open(MODEL).card().sizes().getFirst();
    Rgb scene = scene(size.width(), size.height());
    try (Decoder decoder =
        Decoder.start(DecoderConfig.local(MODEL, ExecutionSettings.cpu(), artifacts))) {
      ManagedChannel channel = Channels.open("127.0.0.1:" + decoder.port());
      DecoderServiceBlockingStub stub = DecoderServiceGrpc.newBlockingStub(channel);
      Tensor latents =
          stub.encodeImage(
                  EncodeImageRequest.newBuilder()
                      .setModel("storybook")
                      .setImage(ByteString.copyFrom(PngWriter.write(scene, Map.of())))
                      .build())
              .getLatents();

      BufferedImage decoded = picture(stub, latents, PreviewRequest.Method.METHOD_DECODER);
      BufferedImage linear = picture(stub, latents, PreviewRequest.Method.METHOD_LINEAR);
      Channels.close(channel);

      assertThat(decoded.getWidth()).isEqualTo(size.width());
      assertThat(difference(decoded, scene)).isLessThan(12);
      assertThat(linear.getWidth()).isEqualTo((int) latents.getShape(2));
      assertThat(difference(linear, scene)).isLessThan(40);
    }
  }

  private static BufferedImage picture(
      DecoderServiceBlockingStub stub, Tensor latents, PreviewRequest.Method method)
      throws IOException {
    PreviewRequest request =
        PreviewRequest.newBuilder()
            .setModel("storybook")
            .setLatents(latents)
            .setMethod(method)
            .build();
    return ImageIO.read(stub.preview(request).getPng().newInput());
  }

  /** Blue sky over green grass. */
  private static Rgb scene(int width, int height) {
    byte[] samples = new byte[width * height * 3];
    for (int i = 0; i < width * height; i++) {
      boolean sky = i / width < height / 2;
      samples[3 * i] = (byte) (sky ? 135 : 80);
      samples[3 * i + 1] = (byte) (sky ? 190 : 160);
      samples[3 * i + 2] = (byte) (sky ? 235 : 70);
    }
    return new Rgb(width, height, samples);
  }

  /** Mean difference of the samples, 0 to 255; the picture may be smaller than the scene. */
  private static double difference(BufferedImage picture, Rgb scene) {
    int factor = scene.width() / picture.getWidth();
    long sum = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        for (int c = 0; c < 3; c++) {
          int is = picture.getRGB(x, y) >> (16 - 8 * c) & 0xff;
          int was = scene.samples()[(y * factor * scene.width() + x * factor) * 3 + c] & 0xff;
          sum += Math.abs(is - was);
        }
      }
    }
    return sum / (3.0 * picture.getWidth() * picture.getHeight());
  }
}
