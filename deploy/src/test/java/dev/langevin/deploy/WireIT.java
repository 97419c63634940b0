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

  @TempDir Path data;

  @Test
  void generate_inHalves_makesThePictureAgainAndSaysSo() throws Exception {
    try (ServerProcess server = ServerProcess.start(data, Map.of("LANGEVIN_WIRE", "float16"))) {
      ManagedChannel channel = Channels.open(server.address());
      try {
        GenerateResponse one = generate(channel);
        GenerateResponse again = generate(channel);

        assertThat(one.getGeneration().getNumericsId()).endsWith("/wire-float16");
        assertThat(one.getGeneration().getWarningsList()).isEmpty();
        assertThat(again.getImages(0).getData()).isEqualTo(one.getImages(0).getData());
        assertThat(picture(one).getWidth())
            .isEqualTo(one.getGeneration().getRequest().getSize().getWidth());
      } finally {
        Channels.close(channel);
      }
    }
  }

  private static GenerateResponse generate(ManagedChannel channel) {
    Iterator<GenerateResponse> events =
        GenerationServiceGrpc.newBlockingStub(channel)
            .withWaitForReady()
            .generate(GenerateRequest.newBuilder().setGeneration(REQUEST).build());
    GenerateResponse last = events.next();
    while (events.hasNext()) {
      last = events.next();
    }
    Generation end = last.getGeneration();
    assertThat(end.getState()).as("%s", end).isEqualTo(State.STATE_SUCCEEDED);
    return last;
  }

  private static BufferedImage picture(GenerateResponse last) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(last.getImages(0).getData().toByteArray()));
  }
}
