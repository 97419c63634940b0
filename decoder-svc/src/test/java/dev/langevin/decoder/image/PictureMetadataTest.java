package dev.langevin.decoder.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Priority;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.Size;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureMetadataTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final GenerationRequest REQUEST =
      GenerationRequest.newBuilder()
          .setPrompt("a red sailboat")
          .setNegativePrompt("clouds, rain")
          .setModel("storybook")
          .setSize(Size.newBuilder().setWidth(64).setHeight(48))
          .setSteps(20)
          .setSampler("dpmpp_2m")
          .setGuidanceScale(7.5)
          .setSeed(-2)
          .setCount(4)
          .setPriority(Priority.PRIORITY_BATCH)
          .setDeadline(Duration.newBuilder().setSeconds(60))
          .putLabels("owner", "me")
          .setPreviews(PreviewOptions.newBuilder().setSteps(20).setNoisy(true))
          .build();

  @Test
  void parameters_request_isWhatUserInterfacesRead() {
    assertThat(texts(REQUEST, 0).get("parameters"))
        .isEqualTo(
            """
            a red sailboat
            Negative prompt: clouds, rain
            Steps: 20, Sampler: DPM++ 2M, CFG scale: 7.5, Seed: 4294967294, Size: 64x48, \
            Model hash: 0123456789, Model: storybook, Version: langevin 1.2""");
  }

  @Test
  void parameters_noNegativePromptAndWholeGuidance_areShort() {
    GenerationRequest request =
        REQUEST.toBuilder().clearNegativePrompt().setGuidanceScale(2).setModel("a: b, c").build();

    assertThat(texts(request, 0).get("parameters"))
        .startsWith("a red sailboat\nSteps: 20, ")
        .contains("CFG scale: 2, ", "Model: \"a: b, c\", ");
  }

  @Test
  void parameters_syntaxAndClipSkip_areInTheOtherProgramsWords() {
    GenerationRequest.Builder request = REQUEST.toBuilder().setPrompt("a (red) boat");

    assertThat(texts(request.build(), 0).get("parameters"))
        .contains("Emphasis: None")
        .doesNotContain("Clip skip");
    request.setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111).setClipSkip(1);
    assertThat(texts(request.build(), 0).get("parameters"))
        .contains(", Clip skip: 2, Version: ")
        .doesNotContain("Emphasis");
    request.setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_COMFY).clearClipSkip();
    assertThat(texts(request.build(), 0).get("parameters")).doesNotContain("Emphasis", "Clip skip");
  }

  @Test
  void langevin_image_describesTheRequestThatMakesItAlone() throws InvalidProtocolBufferException {
    JsonObject text = JsonParser.parseString(texts(REQUEST, 3).get("langevin")).getAsJsonObject();

    assertThat(text.get("format").getAsInt()).isEqualTo(1);
    assertThat(text.get("version").getAsString()).isEqualTo("1.2");
    assertThat(text.getAsJsonObject("model").get("digest").getAsString()).isEqualTo(DIGEST);
    GenerationRequest.Builder request = GenerationRequest.newBuilder();
    JsonFormat.parser().merge(text.get("request").toString(), request);
    assertThat(request.build())
        .isEqualTo(
            REQUEST.toBuilder()
                .setSeed(1)
                .clearCount()
                .clearPriority()
                .clearDeadline()
                .clearLabels()
                .clearPreviews()
                .build());
  }

  @Test
  void texts_imageOfMany_equalsThatOfItsSeedAlone() {
    GenerationRequest alone =
        REQUEST.toBuilder().setSeed(1).setCount(1).clearLabels().clearPreviews().build();

    assertThat(texts(REQUEST, 3)).isEqualTo(texts(alone, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines\r\nNegative prompt: trick\nSteps: 1, Sampler: x, Seed: 2",
        "赤い帆船、日没 🚀",
        "парусник \"в море\" \\ <b>&amp;</b> \u2028 \u0001",
        "a NUL \0 inside",
        "ÿ latin ÿ"
      })
  void langevin_anyPrompt_comesBackThroughAFile(String prompt) throws IOException {
    GenerationRequest request =
        REQUEST.toBuilder().setPrompt(prompt).setNegativePrompt(prompt).build();

    byte[] file = PngWriter.write(PngTest.noise(2, 2), texts(request, 0));

    Map<String, String> texts = PngText.read(file);
    JsonObject json = JsonParser.parseString(texts.get("langevin")).getAsJsonObject();
    GenerationRequest.Builder read = GenerationRequest.newBuilder();
    JsonFormat.parser().merge(json.get("request").toString(), read);
    assertThat(read.build()).isEqualTo(PictureMetadata.single(request, 0));
    assertThat(texts.get("parameters")).startsWith(prompt.replace("\0", ""));
  }

  private static Map<String, String> texts(GenerationRequest request, int index) {
    return PictureMetadata.texts(request, index, DIGEST, "1.2");
  }
}
