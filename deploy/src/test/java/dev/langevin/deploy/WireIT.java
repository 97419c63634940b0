package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import io.grpc.ManagedChannel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What latents and predictions travel as, by configuration of the whole system. */
class WireIT {
  private static final GenerationRequest REQUEST =
      GenerationRequest.newBuilder()
          .setPrompt("a red house and a tree")
          .setSampler("ddim")
          .setSteps(8)
          .setSeed(3)
          .build();

  @TempDir Path whole;
  @TempDir Path halves;

  @Test
  void generate_inHalves_isNearlyTheSamePictureAndSaysSo() throws Exception {
    GenerateResponse exact = generate(whole, Map.of());
    GenerateResponse rounded = generate(halves, Map.of("LANGEVIN_WIRE", "float16"));

    assertThat(rounded.getGeneration().getNumericsId())
        .isEqualTo(exact.getGeneration().getNumericsId() + "/wire-float16");
    assertThat(rounded.getGeneration().getWarningsList()).isEmpty();
    assertThat(difference(picture(exact), picture(rounded))).isBetween(1e-9, 2.0);
  }

  private static GenerateResponse generate(Path data, Map<String, String> settings)
      throws Exception {
    try (ServerProcess server = ServerProcess.start(data, settings)) {
      ManagedChannel channel = Channels.open(server.address());
      try {
        Iterator<GenerateResponse> events =
            GenerationServiceGrpc.newBlockingStub(channel)
                .generate(GenerateRequest.newBuilder().setGeneration(REQUEST).build());
        GenerateResponse last = events.next();
        while (events.hasNext()) {
          last = events.next();
        }
        Generation end = last.getGeneration();
        assertThat(end.getState()).as("%s", end).isEqualTo(State.STATE_SUCCEEDED);
        return last;
      } finally {
        Channels.close(channel);
      }
    }
  }

  private static BufferedImage picture(GenerateResponse last) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(last.getImages(0).getData().toByteArray()));
  }

  /** The mean difference of a channel's value, of 255. */
  private static double difference(BufferedImage one, BufferedImage other) {
    assertThat(other.getWidth()).isEqualTo(one.getWidth());
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((one.getRGB(x, y) >> shift & 255) - (other.getRGB(x, y) >> shift & 255));
        }
      }
    }
    return sum / (3.0 * one.getWidth() * one.getHeight());
  }
}
