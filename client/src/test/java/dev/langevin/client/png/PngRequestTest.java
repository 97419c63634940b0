package dev.langevin.client.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.client.CommandException;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PromptSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngRequestTest {
  @TempDir Path folder;

  private PngRequest read(PngFile file) throws IOException {
    return PngRequest.read("--from", Files.write(folder.resolve("x.png"), file.bytes()));
  }

  private static GenerationRequest expected() {
    GenerationRequest.Builder request =
        GenerationRequest.newBuilder()
            .setPrompt("a \"red\" boat\nat sunset")
            .setNegativePrompt("fog, rain")
            .setModel("storybook")
            .setSteps(20)
            .setSampler("dpmpp_2m")
            .setGuidanceScale(7.5)
            .setSeed((int) 4294967295L);
    request.getSizeBuilder().setWidth(64).setHeight(32);
    return request.build();
  }

  @Test
  void read_ourText_givesRequestAndModel() throws IOException {
    String json =
        """
        {"format":1,"version":"1","model":{"name":"storybook","digest":"ab"},"request":{
        "prompt":"a \\"red\\" boat\\nat sunset","negativePrompt":"fog, rain","model":"storybook",
        "size":{"width":64,"height":32},"steps":20,"sampler":"dpmpp_2m","guidanceScale":7.5,
        "seed":4294967295,"later":"unknown"}}
        """;

    PngRequest picture =
        read(new PngFile().plain("parameters", "other").international("langevin", json, false));

    assertThat(picture).isEqualTo(new PngRequest(expected(), "ab"));
  }

  @Test
  void read_theCommonText_givesTheRequest() throws IOException {
    String text =
        """
        a "red" boat
        at sunset
        Negative prompt: fog, rain
        Steps: 20, Sampler: DPM++ 2M, CFG scale: 7.5, Seed: 4294967295, Size: 64x32, Model hash: ab,\
         Lora hashes: "a: 1, b: 2", Model: storybook, Version: v1""";

    assertThat(read(new PngFile().plain("parameters", text)).request())
        .isEqualTo(
            expected().toBuilder().setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111).build());
  }

  @Test
  void read_theCommonTextsClipSkipAndEmphasis_areOurs() throws IOException {
    String text = "(boat)\nSteps: 20, Clip skip: 2, Emphasis: None";

    GenerationRequest request = read(new PngFile().plain("parameters", text)).request();

    assertThat(request.getClipSkip()).isEqualTo(1);
    assertThat(request.getPromptSyntax()).isEqualTo(PromptSyntax.PROMPT_SYNTAX_PLAIN);
  }

  @Test
  void read_theCommonTextsFirstClipSkip_isNone() throws IOException {
    String text = "a boat\nSteps: 20, Clip skip: 1";

    assertThat(read(new PngFile().plain("parameters", text)).request().hasClipSkip()).isFalse();
  }

  @Test
  void read_theCommonTextWithoutSettings_givesThePrompt() throws IOException {
    assertThat(read(new PngFile().plain("parameters", "just a boat")).request())
        .isEqualTo(
            GenerationRequest.newBuilder()
                .setPrompt("just a boat")
                .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111)
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"format\":\"x\"}",
        "{\"format\":[],\"request\":{}}",
        "{\"format\":1}",
        "{\"format\":1,\"request\":3}",
        "{\"format\":1,\"request\":{\"steps\":\"many\"}}",
        "{\"format\":1,\"request\":{},\"model\":[]}",
        "{\"format\":1,\"request\":{},\"model\":{\"digest\":{}}}",
        "{\"format\":1,\"request\":"
      })
  void read_ourTextDamaged_saysSo(String json) {
    assertThatThrownBy(() -> read(new PngFile().plain("langevin", json)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("x.png holds a \"langevin\" text that can't be read");
  }

  @Test
  void read_ourTextOfALaterFormat_saysSo() {
    assertThatThrownBy(() -> read(new PngFile().plain("langevin", "{\"format\":2}")))
        .hasMessageContaining("format 2, not 1");
  }

  @Test
  void read_noText_saysSo() {
    assertThatThrownBy(() -> read(new PngFile()))
        .hasMessageContaining("holds neither a \"langevin\" nor a \"parameters\" text");
  }

  @Test
  void read_badNumberInTheCommonText_saysSo() {
    assertThatThrownBy(() -> read(new PngFile().plain("parameters", "x\nSteps: many")))
        .hasMessageContaining("bad number");
  }
}
