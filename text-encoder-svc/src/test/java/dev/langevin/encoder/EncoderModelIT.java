package dev.langevin.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.encoder.cache.ComputedOnce;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.PromptSyntax;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncoderModelIT {
  @Test
  void encode_samePromptAgain_isTheEncodingOfBefore() {
    ComputedOnce<EncoderModel.Key, Encoding> cache =
        new ComputedOnce<>(10, 1 << 20, Encoding::getSerializedSize);
    try (EncoderModel model =
        EncoderModel.load(ModelDirectory.open(TestModels.tiny()), ExecutionSettings.cpu(), cache)) {
      List<Encoding> first = model.encode(job("a red sailboat", ""));
      List<Encoding> second = model.encode(job("a blue sailboat", ""));
      final List<Encoding> again = model.encode(job("a red sailboat", ""));

      assertThat(cache.entries()).isEqualTo(3);
      assertThat(again.get(0)).isSameAs(first.get(0));
      assertThat(again.get(1)).isSameAs(first.get(1)).isSameAs(second.get(1));
      assertThat(second.get(0)).isNotEqualTo(first.get(0));
    }
  }

  private static EncodeJob job(String... prompts) {
    return new EncodeJob(List.of(prompts), PromptSyntax.PROMPT_SYNTAX_PLAIN, 0);
  }
}
