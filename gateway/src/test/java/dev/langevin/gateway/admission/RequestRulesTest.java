package dev.langevin.gateway.admission;

import static dev.langevin.gateway.admission.Requests.create;
import static dev.langevin.v1.PromptSyntax.PROMPT_SYNTAX_A1111;
import static dev.langevin.v1.PromptSyntax.PROMPT_SYNTAX_COMFY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.langevin.gateway.GatewayException;
import dev.langevin.runtime.generations.Cursor;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Priority;
import dev.langevin.v1.Size;
import dev.langevin.v1.WeightedPrompt;
import io.grpc.Status;
import java.util.Collections;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RequestRulesTest {
  private static final UnknownFieldSet FIELD_17 =
      UnknownFieldSet.newBuilder()
          .addField(17, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  @TestFactory
  Stream<DynamicTest> check_badGeneration_namesFieldValueAndWhatIsAllowed() {
    return Stream.of(
        refused(g -> g.clearPrompt(), "prompt: blank; 1 to 10,000 characters are needed"),
        refused(g -> g.setPrompt(" \n\t"), "prompt: blank; 1 to 10,000 characters are needed"),
        refused(
            g -> g.setPrompt("x".repeat(10_001)), "prompt: 10,001 characters are more than 10,000"),
        refused(
            g -> g.setPrompt("a\u0007b"),
            "prompt: the control character U+0007 at 1 is not allowed"),
        refused(
            g -> g.setNegativePrompt("x".repeat(10_001)),
            "negative_prompt: 10,001 characters are more than 10,000"),
        refused(
            g -> g.setNegativePrompt("\u0000"),
            "negative_prompt: the control character U+0000 at 0 is not allowed"),
        refused(g -> g.setSteps(0), "steps: 0 is not in 1..1000"),
        refused(g -> g.setSteps(1_000_000), "steps: 1000000 is not in 1..1000"),
        refused(g -> g.setSteps(-1), "steps: 4294967295 is not in 1..1000"),
        refused(
            g -> g.setPreviews(PreviewOptions.newBuilder().setSteps(1001)),
            "previews.steps: 1001 is not in 0..1000"),
        refused(
            g -> g.setPreviews(PreviewOptions.newBuilder().setSteps(-1)),
            "previews.steps: 4294967295 is not in 0..1000"),
        refused(
            g -> g.setPreviews(PreviewOptions.newBuilder().setMethodValue(7)),
            "previews.method: 7 is not one of METHOD_LINEAR, METHOD_DECODER"),
        refused(
            g -> g.setPreviews(PreviewOptions.newBuilder().setSteps(0).setFilmStrip(true)),
            "previews.film_strip: true is not possible with previews.steps of 0; allowed: false, or"
                + " previews.steps of 1 or more"),
        refused(g -> g.setCount(0), "count: 0 is not in 1..16"),
        refused(g -> g.setCount(1_000_000), "count: 1000000 is not in 1..16"),
        refused(g -> g.setGuidanceScale(Double.NaN), "guidance_scale: NaN is not in 1..100"),
        refused(
            g -> g.setGuidanceScale(Double.POSITIVE_INFINITY),
            "guidance_scale: Infinity is not in 1..100"),
        refused(g -> g.setGuidanceScale(0), "guidance_scale: 0 is not in 1..100"),
        refused(g -> g.setGuidanceScale(0.5), "guidance_scale: 0.5 is not in 1..100"),
        refused(g -> g.setGuidanceScale(100.5), "guidance_scale: 100.5 is not in 1..100"),
        refused(
            g -> g.setPriorityValue(9),
            "priority: 9 is not one of PRIORITY_INTERACTIVE, PRIORITY_BATCH"),
        refused(
            g -> g.setDeadline(seconds(0)),
            "deadline: 0s is not more than 0 and at most 518400s (6 days)"),
        refused(
            g -> g.setDeadline(seconds(-5)),
            "deadline: -5s is not more than 0 and at most 518400s (6 days)"),
        refused(
            g -> g.setDeadline(seconds(518_401)),
            "deadline: 518401s is not more than 0 and at most 518400s (6 days)"),
        refused(
            g -> g.setPromptSyntaxValue(9),
            "prompt_syntax: 9 is not one of PROMPT_SYNTAX_PLAIN, PROMPT_SYNTAX_A1111,"
                + " PROMPT_SYNTAX_COMFY"),
        refused(
            g -> g.setPromptSyntax(PROMPT_SYNTAX_A1111).setPrompt("a [cat:dog:4]"),
            "prompt: [cat:dog:4] is not supported: a prompt that changes with the steps;"
                + " prompt_syntax PROMPT_SYNTAX_PLAIN (--prompt-syntax plain) takes it literally"),
        refused(
            g -> g.setPromptSyntax(PROMPT_SYNTAX_COMFY).setNegativePrompt("(a:inf)"),
            "negative_prompt: the weight inf is not a number in -100..100"),
        refused(
            g ->
                g.setPromptSyntax(PROMPT_SYNTAX_A1111)
                    .setGuidanceOptions(
                        GuidanceOptions.newBuilder()
                            .addNegatives(WeightedPrompt.newBuilder().setPrompt("(a:1.2.3)"))),
            "guidance_options.negatives[0].prompt: the weight 1.2.3 is not a number in -100..100"),
        refused(
            g -> g.setPromptSyntax(PROMPT_SYNTAX_COMFY).setPrompt("(a boat:1e30)"),
            "prompt: the weight 1.0E30 is not a number in -100..100"),
        refused(
            g -> g.setClipSkip(0), "clip_skip: 0 is not 1 or more; leave it out to use all layers"),
        refused(g -> g.putLabels("", "x"), "labels[\"\"] key: 0 characters are not in 1..63"),
        refused(
            g -> g.putLabels("k".repeat(64), "x"),
            "labels[" + "k".repeat(60) + "…] key: 64 characters are not in 1..63"),
        refused(
            g -> g.putLabels("k", "v".repeat(256)), "labels[k]: 256 characters are not in 0..255"),
        refused(
            g -> g.putLabels("k", "\u001b[0m"),
            "labels[k]: the control character U+001B at 0 is not allowed"),
        refused(
            g -> g.putLabels("langevin-policy", "x"),
            "labels[langevin-policy]: set by the server; leave it out"),
        refused(
            g -> g.setGuidanceOptions(GuidanceOptions.newBuilder().setEndScale(0.5)),
            "guidance_options.end_scale: 0.5 is not in 1..100"),
        refused(
            g -> g.setGuidanceOptions(GuidanceOptions.newBuilder().setEndScale(101)),
            "guidance_options.end_scale: 101 is not in 1..100"),
        refused(RequestRulesTest::manyLabels, "labels: 65 are more than 64"),
        refused(g -> g.setUnknownFields(FIELD_17), "generation: field 17 is unknown"),
        refused(
            g -> g.setSize(Size.newBuilder().setUnknownFields(FIELD_17)),
            "generation.size: field 17 is unknown"),
        refused(
            g -> g.setSteps(0).setCount(0),
            "steps: 0 is not in 1..1000; count: 0 is not in 1..16"));
  }

  @TestFactory
  Stream<DynamicTest> check_goodGeneration_passes() {
    return Stream.<UnaryOperator<GenerationRequest.Builder>>of(
            g -> g,
            g -> g.setPrompt("x".repeat(10_000)),
            g -> g.setPrompt("⛵".repeat(10_000)),
            g -> g.setPrompt("two\nlines\tand\r\nmore"),
            g -> g.setSteps(1).setCount(16).setGuidanceScale(1).setSeed(-1),
            g -> g.setSteps(1000).setGuidanceScale(100).setPriority(Priority.PRIORITY_BATCH),
            g -> g.setDeadline(seconds(518_400)),
            g -> g.setDeadline(Duration.newBuilder().setNanos(1)),
            g -> g.putLabels("k", "").putLabels("k".repeat(63), "v".repeat(255)))
        .map(
            change ->
                DynamicTest.dynamicTest(
                    "good",
                    () ->
                        assertThatCode(() -> RequestRules.check(create(change)))
                            .doesNotThrowAnyException()));
  }

  @Test
  void check_badRequestId_isRefused() {
    CreateGenerationRequest.Builder request = create(g -> g).toBuilder();
    for (String bad : new String[] {"a b", "ä", "x".repeat(129), "a/b"}) {
      assertThatThrownBy(() -> RequestRules.check(request.setRequestId(bad).build()))
          .hasMessageStartingWith("request_id: ")
          .hasMessageEndingWith("is not at most 128 characters of A-Z a-z 0-9 . _ : -");
    }
    RequestRules.check(request.setRequestId("Az09._:-" + "x".repeat(120)).build());
  }

  @Test
  void check_noGeneration_isRefused() {
    assertThatThrownBy(() -> RequestRules.check(CreateGenerationRequest.getDefaultInstance()))
        .hasMessage("generation: absent; it is required");
  }

  @Test
  void check_unknownFieldAtTheTop_isNamed() {
    assertThatThrownBy(
            () ->
                RequestRules.checkFields(
                    GetGenerationRequest.newBuilder().setUnknownFields(FIELD_17).build()))
        .hasMessage("field 17 is unknown");
  }

  @Test
  void check_badPage_isRefused() {
    assertThatThrownBy(() -> RequestRules.check(page().setPageSize(-1).build()))
        .hasMessage("page_size: -1 is not in 1..1000");
    assertThatThrownBy(() -> RequestRules.check(page().setPageSize(1001).build()))
        .hasMessage("page_size: 1001 is not in 1..1000");
    assertThatThrownBy(() -> RequestRules.check(page().setPageToken("rubbish!").build()))
        .hasMessage("page_token: rubbish! is not a next_page_token of this server");
    assertThatThrownBy(() -> RequestRules.check(page().addStatesValue(9).build()))
        .hasMessageStartingWith("states: 9 is not one of STATE_QUEUED");
  }

  @Test
  void token_roundTrip() {
    Cursor cursor = new Cursor(1_790_000_000L, 999_999_999, "abc123");
    assertThat(RequestRules.cursor(RequestRules.token(cursor))).contains(cursor);
    RequestRules.check(page().setPageToken(RequestRules.token(cursor)).build());
  }

  @TestFactory
  Stream<DynamicTest> list_badFilter_namesIt() {
    return Stream.of(
        filter(page().setQuery("a ".repeat(17).strip()), "query: 17 words are more than 16"),
        filter(page().setQuery("ü".repeat(201)), "query: 201 characters are not in 0..200"),
        filter(page().addAllModels(Collections.nCopies(17, "a")), "models: 17 are more than 16"),
        filter(page().addModels(""), "models: 0 characters are not in 1..128"),
        filter(
            page().addAllSamplers(Collections.nCopies(17, "ddim")),
            "samplers: 17 are more than 16"),
        filter(page().addSamplers("s".repeat(129)), "samplers: 129 characters are not in 1..128"),
        filter(
            page().setCreatedAfter(Timestamp.newBuilder().setNanos(-1)),
            "created_after: 0 s and -1 ns are not a moment in the years 1 to 9999"));
  }

  private static DynamicTest filter(ListGenerationsRequest.Builder list, String message) {
    return DynamicTest.dynamicTest(
        message,
        () -> assertThatThrownBy(() -> RequestRules.check(list.build())).hasMessage(message));
  }

  private static ListGenerationsRequest.Builder page() {
    return ListGenerationsRequest.newBuilder();
  }

  private static GenerationRequest.Builder manyLabels(GenerationRequest.Builder builder) {
    for (int i = 0; i < 65; i++) {
      builder.putLabels("k" + i, "v");
    }
    return builder;
  }

  private static DynamicTest refused(
      UnaryOperator<GenerationRequest.Builder> change, String message) {
    return DynamicTest.dynamicTest(
        message,
        () ->
            assertThatThrownBy(() -> RequestRules.check(create(change)))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                    GatewayException.class,
                    e -> assertThat(e.code()).isEqualTo(Status.Code.INVALID_ARGUMENT)));
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }
}
