package dev.langevin.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.onnx.ExecutionSettings;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The default model's text encoder, in the service. */
class StorybookIT {
  private static final Path MODEL = Path.of("..", "models", "storybook");

  @Test
  void encode_prompts_givesConditioningsAndUnknownWords() {
    assumeTrue(Files.exists(MODEL.resolve("model_index.json")), "SKIPPED: no " + MODEL);
    try (TextEncoder encoder =
        TextEncoder.start(TextEncoderConfig.local(MODEL, ExecutionSettings.cpu()))) {
      ManagedChannel channel = Channels.open("127.0.0.1:" + encoder.port());
      EncodeResponse response =
          TextEncoderServiceGrpc.newBlockingStub(channel)
              .encode(
                  EncodeRequest.newBuilder()
                      .setModel("storybook")
                      .addPrompts("a red sailboat at sunset with mountains")
                      .addPrompts("a xylophone beside a red house")
                      .addPrompts("")
                      .build());
      Channels.close(channel);

      assertThat(response.getEncodings(0).getUnknownWordsList()).isEmpty();
      assertThat(response.getEncodings(0).getTruncatedTokens()).isZero();
      assertThat(response.getEncodings(1).getUnknownWordsList()).contains("xylophone");
      assertThat(response.getEncodings(2).getTokens()).isEqualTo(2);
      assertThat(response.getEncodings(2).getTensorsOrThrow("encoder_hidden_states").getShape(0))
          .isEqualTo(77);
    }
  }
}
