package dev.langevin.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.encoder.prompt.Chunk;
import dev.langevin.encoder.prompt.Chunker;
import dev.langevin.encoder.prompt.Chunks;
import dev.langevin.encoder.tokens.PromptTokenizer;
import dev.langevin.encoder.tokens.TokenizerJson;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.PromptSyntax;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tiny models' text encoders in the service, and what user interfaces make of weights. */
class TinyModelsIT {
  private static final Path TINY = TestModels.checkout("tiny");
  private static final String INPUT = "encoder_hidden_states";

  private static TextEncoder encoder;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    encoder = TextEncoder.start(TextEncoderConfig.local(TINY, ExecutionSettings.cpu()));
    channel = Channels.open("127.0.0.1:" + encoder.port());
  }

  @AfterAll
  static void stop() {
    Channels.close(channel);
    encoder.close();
  }

  @Test
  void chunks_weightedTexts_areTheUserInterfacesOwn() throws IOException {
    Map<String, PromptTokenizer> tokenizers = new HashMap<>();
    for (JsonElement element : weighted()) {
      JsonObject entry = element.getAsJsonObject();
      PromptTokenizer tokenizer =
          tokenizers.computeIfAbsent(
              entry.get("model").getAsString(),
              name -> TokenizerJson.load(TINY.resolve(name).resolve("tokenizer"), 77));
      Chunks chunks = new Chunker(tokenizer).chunks(syntax(entry), text(entry));
      JsonArray expected = entry.getAsJsonArray("chunks");

      assertThat(chunks.list()).as(text(entry)).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        Chunk chunk = chunks.list().get(i);
        JsonObject wanted = expected.get(i).getAsJsonObject();
        assertThat(Arrays.stream(chunk.ids()).asDoubleStream().toArray())
            .as(text(entry))
            .isEqualTo(numbers(wanted, "ids"));
        double[] weights = numbers(wanted, "weights");
        for (int k = 0; k < weights.length; k++) {
          assertThat((double) chunk.weights()[k])
              .as(text(entry))
              .isCloseTo(weights[k], within(1e-6));
        }
      }
    }
    tokenizers.values().forEach(PromptTokenizer::close);
  }

  @Test
  void encode_weightedTexts_givesTheUserInterfacesConditioning() throws IOException {
    double largest = 0;
    for (JsonElement element : weighted()) {
      JsonObject entry = element.getAsJsonObject();
      EncodeRequest.Builder request =
          EncodeRequest.newBuilder()
              .setModel(entry.get("model").getAsString())
              .setPromptSyntax(syntax(entry))
              .addPrompts(text(entry));
      Tensor tensor = encode(request).getFirst().getTensorsOrThrow(INPUT);
      float[] values = Tensors.floats(tensor);
      double[] places = numbers(entry, "at");
      double[] expected = numbers(entry, "values");

      assertThat(tensor.getShape(0)).isEqualTo(77L * entry.getAsJsonArray("chunks").size());
      for (int i = 0; i < places.length; i++) {
        double difference = Math.abs(values[(int) places[i]] - expected[i]);
        assertThat(difference).as(text(entry)).isLessThan(1e-4 * (1 + Math.abs(expected[i])));
        largest = Math.max(largest, difference);
      }
    }
    System.out.println("largest difference from the user interfaces: " + largest);
  }

  @Test
  void encode_promptsOfDifferentLengths_giveOneShape() {
    for (PromptSyntax syntax :
        List.of(PromptSyntax.PROMPT_SYNTAX_A1111, PromptSyntax.PROMPT_SYNTAX_COMFY)) {
      EncodeRequest.Builder request =
          EncodeRequest.newBuilder()
              .setModel("sd1")
              .setPromptSyntax(syntax)
              .addPrompts("the ".repeat(200))
              .addPrompts("")
              .addPrompts("the ".repeat(100));
      List<Encoding> encodings = encode(request);

      assertThat(encodings)
          .allSatisfy(
              encoding ->
                  assertThat(encoding.getTensorsOrThrow(INPUT).getShapeList())
                      .containsExactly(77L * 6, 32L));
      float[] empty = Tensors.floats(encodings.get(1).getTensorsOrThrow(INPUT));
      assertThat(Arrays.copyOfRange(empty, 0, 77 * 32))
          .isEqualTo(Arrays.copyOfRange(empty, 5 * 77 * 32, 6 * 77 * 32));
      assertThat(encodings.getFirst().getTruncatedTokens()).isZero();
    }
  }

  @Test
  void encode_clipSkip_leavesLayersOutWhereTheSyntaxesProgramsDo() {
    EncodeRequest.Builder request =
        EncodeRequest.newBuilder().setModel("sd1").addPrompts("a boat").addPrompts("fog");
    List<float[]> whole = states(request);
    List<float[]> plain = states(request.setClipSkip(1));
    List<float[]> other = states(request.setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111));

    assertThat(plain.get(0)).isNotEqualTo(whole.get(0)).isEqualTo(other.get(0));
    assertThat(plain.get(1)).isEqualTo(whole.get(1)).isNotEqualTo(other.get(1));
    assertThat(states(request.setClipSkip(3)).get(0)).isNotEqualTo(other.get(0));
  }

  @Test
  void encode_clipSkipThatTheModelCannotDo_isRefused() {
    EncodeRequest.Builder request = EncodeRequest.newBuilder().addPrompts("a");

    assertRefused(
        request.setModel("sd1").setClipSkip(4),
        "CLIP_SKIP_UNSUPPORTED",
        "clip_skip: 4 is not in 1..3");
    assertRefused(
        request.setModel("sd1").setClipSkip(-1),
        "CLIP_SKIP_UNSUPPORTED",
        "clip_skip: 4294967295 is not in 1..3");
    assertRefused(
        request.setModel("sd2").setClipSkip(1),
        "CLIP_SKIP_UNSUPPORTED",
        "clip_skip: 1 is not possible with model sd2");
  }

  @Test
  void encode_promptThatCannotBeRead_isRefused() {
    EncodeRequest.Builder request =
        EncodeRequest.newBuilder().setModel("sd1").addPrompts("a").addPrompts("(a:1.2.3)");

    assertRefused(
        request.setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111),
        "INVALID_ARGUMENT",
        "prompts[1]: the weight 1.2.3 is not a number in -100..100");
    assertRefused(
        request.setPromptSyntaxValue(7), "INVALID_ARGUMENT", "prompt_syntax: 7 is not one of");
  }

  @Test
  void encode_tooManyChunks_isRefused() {
    EncodeRequest.Builder request =
        EncodeRequest.newBuilder()
            .setModel("sd1")
            .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_COMFY)
            .addPrompts("1".repeat(65 * 75));

    assertRefused(
        request,
        "PROMPT_TOO_LONG",
        "prompts: [65] chunks of tokens take conditionings of 65 chunks, which is not in 1..64");
    assertRefused(
        request.clearPrompts().addPrompts("1".repeat(9 * 75)).addPrompts("1".repeat(10 * 75)),
        "PROMPT_TOO_LONG",
        "prompts: [9, 10] chunks of tokens take conditionings of 90 chunks");
  }

  @Test
  void encode_weightTooLarge_isRefused() {
    assertRefused(
        EncodeRequest.newBuilder()
            .setModel("sd1")
            .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_COMFY)
            .addPrompts("(boat:3e38)"),
        "INVALID_ARGUMENT",
        "prompts[0]: the weight 3.0E38 is not a number in -100..100");
  }

  @Test
  void encode_halfPrecision_sendsWhatTheNetworkGives() {
    EncodeRequest.Builder request = EncodeRequest.newBuilder().setModel("sd1-float16");
    Tensor plain = encode(request.addPrompts("boat")).getFirst().getTensorsOrThrow(INPUT);
    Tensor weighted =
        encode(
                request
                    .clearPrompts()
                    .addPrompts("(boat:1.3)")
                    .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111))
            .getFirst()
            .getTensorsOrThrow(INPUT);

    assertThat(plain.getType()).isEqualTo(Tensor.Type.TYPE_FLOAT16);
    assertThat(plain.getData().size()).isEqualTo(77 * 32 * 2);
    assertThat(weighted.getType()).isEqualTo(Tensor.Type.TYPE_FLOAT16);
    assertThat(weighted.getData()).isNotEqualTo(plain.getData());
  }

  private static List<Encoding> encode(EncodeRequest.Builder request) {
    return TextEncoderServiceGrpc.newBlockingStub(channel)
        .encode(request.build())
        .getEncodingsList();
  }

  private static List<float[]> states(EncodeRequest.Builder request) {
    return encode(request).stream()
        .map(encoding -> Tensors.floats(encoding.getTensorsOrThrow(INPUT)))
        .toList();
  }

  private static void assertRefused(EncodeRequest.Builder request, String reason, String message) {
    assertThatThrownBy(() -> encode(request))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getDescription()).contains(message);
              assertThat(Statuses.reason(e)).isEqualTo(reason);
            });
  }

  private static List<JsonElement> weighted() throws IOException {
    String json = Files.readString(TINY.resolve("expected/weighted.json"));
    List<JsonElement> entries = new ArrayList<>();
    JsonParser.parseString(json).getAsJsonArray().forEach(entries::add);
    return entries;
  }

  private static PromptSyntax syntax(JsonObject entry) {
    return PromptSyntax.valueOf("PROMPT_SYNTAX_" + entry.get("syntax").getAsString());
  }

  private static String text(JsonObject entry) {
    return entry.get("text").getAsString();
  }

  private static double[] numbers(JsonObject object, String name) {
    return object.getAsJsonArray(name).asList().stream()
        .mapToDouble(JsonElement::getAsDouble)
        .toArray();
  }
}
