package dev.langevin.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.FakeDenoiser;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.catalog.Catalog;
import dev.langevin.gateway.catalog.Catalogs;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.runtime.sampling.SamplingRequests;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.Samplers;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Priority;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.Size;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CompletionTest {
  private static final Catalog CATALOG =
      Catalogs.of(FakeDenoiser.model("storybook"), withHiddenStates("other"));

  @Test
  void complete_bareRequest_setsEveryField() {
    GenerationRequest full = complete(g -> g);
    assertThat(full.getModel()).isEqualTo("storybook@1");
    assertThat(full.getSize()).isEqualTo(size(64, 64));
    assertThat(full.getSteps()).isEqualTo(20);
    assertThat(full.getSampler()).isEqualTo("dpmpp_2m");
    assertThat(full.getGuidanceScale()).isEqualTo(4);
    assertThat(full.getSeed()).isEqualTo(Identity.seedOf("id1"));
    assertThat(full.getCount()).isEqualTo(1);
    assertThat(full.getPriority()).isEqualTo(Priority.PRIORITY_INTERACTIVE);
    assertThat(full.getDeadline().getSeconds()).isEqualTo(86_400);
    assertThat(full.getPromptSyntax()).isEqualTo(PromptSyntax.PROMPT_SYNTAX_PLAIN);
    assertThat(full.hasClipSkip()).isFalse();
    assertThat(full.hasPreviews()).isFalse();
  }

  @Test
  void complete_previews_areOfEveryStepAndLinear() {
    PreviewOptions bare = PreviewOptions.getDefaultInstance();
    assertThat(complete(g -> g.setPreviews(bare)).getPreviews())
        .isEqualTo(
            PreviewOptions.newBuilder()
                .setSteps(20)
                .setMethod(PreviewOptions.Method.METHOD_LINEAR)
                .build());
  }

  @Test
  void complete_previewsOfSoManySteps_areAtMostTheSteps() {
    assertThat(complete(g -> g.setPreviews(previews(5))).getPreviews().getSteps()).isEqualTo(5);
    assertThat(complete(g -> g.setPreviews(previews(1000))).getPreviews().getSteps()).isEqualTo(20);
    assertThat(complete(g -> g.setPreviews(previews(0))).hasPreviews()).isFalse();
    PreviewOptions film = PreviewOptions.newBuilder().setFilmStrip(true).build();
    assertThat(complete(g -> g.setPreviews(film)).getPreviews())
        .isEqualTo(
            film.toBuilder().setSteps(20).setMethod(PreviewOptions.Method.METHOD_LINEAR).build());
  }

  @Test
  void planned_anyRequest_hasThePlanOfTheCompletedOne() {
    SamplerOptions options =
        SamplerOptions.newBuilder().addAllTimesteps(List.of(900.0, 500.0, 100.0)).build();
    for (GenerationRequest request :
        List.of(
            GenerationRequest.getDefaultInstance(),
            GenerationRequest.newBuilder().setSampler("dpm2_karras").setSteps(7).build(),
            GenerationRequest.newBuilder().setSampler("lcm").setSamplerOptions(options).build())) {
      Completion.Planned planned = Completion.planned(request, CATALOG, "i");
      Completion.Completed completed = planned.completed();
      Plan again =
          Samplers.create(
                  completed.entry().schedulerConfig(), SamplingRequests.of(completed.request()))
              .plan();
      assertThat(planned.plan())
          .usingRecursiveComparison()
          .withEqualsForType(Double::equals, Double.class)
          .isEqualTo(again);
    }
  }

  /** What is refused for its steps costs no plan, and so names nothing that a plan would. */
  @Test
  void complete_moreStepsThanTheModelMakes_makesNoPlan() {
    assertThatThrownBy(
            () ->
                complete(
                    g ->
                        g.setSteps(101)
                            .setSamplerOptions(SamplerOptions.newBuilder().putArguments("eta", 1))))
        .hasMessage("steps: 101 is not in 1..100");
  }

  @Test
  void complete_customTimesteps_setTheSteps() {
    SamplerOptions options =
        SamplerOptions.newBuilder().addAllTimesteps(List.of(900.0, 500.0, 100.0)).build();
    GenerationRequest full = complete(g -> g.setSampler("euler").setSamplerOptions(options));
    assertThat(full.getSteps()).isEqualTo(3);
    assertThat(full.getSamplerOptions()).isEqualTo(options);
  }

  @Test
  void complete_fullRequest_keepsWhatItSays() {
    GenerationRequest full =
        complete(
            g ->
                g.setModel("other")
                    .setSize(size(128, 128))
                    .setSteps(7)
                    .setSampler("Euler a")
                    .setGuidanceScale(1)
                    .setSeed(0)
                    .setCount(4)
                    .setPriority(Priority.PRIORITY_BATCH)
                    .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_COMFY)
                    .setClipSkip(12)
                    .putLabels("a", "b"));
    assertThat(full.getModel()).isEqualTo("other@1");
    assertThat(full.getSize()).isEqualTo(size(128, 128));
    assertThat(full.getSteps()).isEqualTo(7);
    assertThat(full.getSampler()).isEqualTo("euler_ancestral");
    assertThat(full.getGuidanceScale()).isEqualTo(1);
    assertThat(full.getSeed()).isZero();
    assertThat(full.getCount()).isEqualTo(4);
    assertThat(full.getPriority()).isEqualTo(Priority.PRIORITY_BATCH);
    assertThat(full.getPromptSyntax()).isEqualTo(PromptSyntax.PROMPT_SYNTAX_COMFY);
    assertThat(full.getClipSkip()).isEqualTo(12);
    assertThat(full.getLabelsMap()).isEqualTo(Map.of("a", "b"));
  }

  @TestFactory
  Stream<DynamicTest> complete_sizesBesideTheListed_areMultiplesUpToTheLimit() {
    var flexible = FakeDenoiser.model("flexible").toBuilder();
    flexible.getModelBuilder().setSizeMultiple(16).setMaxPixels(96 * 96);
    Catalog catalog = Catalogs.of(flexible.build());
    String refusal =
        " is not one of 64x64, 128x128, or of multiples of 16 each way with at most 9216 pixels in"
            + " all";
    return Stream.concat(
        Stream.of(size(96, 96), size(16, 16), size(64, 144), size(128, 128))
            .map(
                size ->
                    DynamicTest.dynamicTest(
                        "takes " + size.getWidth() + "x" + size.getHeight(),
                        () ->
                            assertThat(complete(g -> g.setSize(size), catalog).getSize())
                                .isEqualTo(size))),
        Stream.of(size(72, 64), size(112, 96), size(0, 16), size(-16, -16))
            .map(
                size ->
                    DynamicTest.dynamicTest(
                        "refuses " + size.getWidth() + "x" + size.getHeight(),
                        () ->
                            assertThatThrownBy(() -> complete(g -> g.setSize(size), catalog))
                                .hasMessageContaining(
                                    Integer.toUnsignedString(size.getHeight()) + refusal))));
  }

  @Test
  void complete_again_changesNothing() {
    GenerationRequest full = complete(g -> g);
    assertThat(Completion.complete(full, CATALOG, "another").request()).isEqualTo(full);
  }

  @TestFactory
  Stream<DynamicTest> complete_whatTheModelCannotDo_isRefused() {
    return Stream.of(
        refused(
            g -> g.setModel("storybok"),
            "model: storybok is not one of storybook@1, other@1; did you mean storybook?"),
        refused(g -> g.setSize(size(65, 64)), "size: 65x64 is not one of 64x64, 128x128"),
        refused(g -> g.setSize(size(0, 0)), "size: 0x0 is not one of 64x64, 128x128"),
        refused(g -> g.setSteps(101), "steps: 101 is not in 1..100"),
        refused(g -> g.setCount(5), "count: 5 is not in 1..4"),
        refused(
            g -> g.setClipSkip(1),
            "clip_skip: 1 is not possible; the text encoder of model storybook was exported without"
                + " hidden states"),
        refused(g -> g.setModel("other").setClipSkip(13), "clip_skip: 13 is not in 1..12"),
        refused(g -> g.setModel("other").setClipSkip(-1), "clip_skip: 4294967295 is not in 1..12"),
        refused(g -> g.setSampler("eular"), "sampler: eular is not one of "),
        refused(g -> g.setSampler("eular"), "did you mean euler?"),
        refused(g -> g.setSampler("edm_euler"), "sampler: edm_euler contradicts"),
        refused(g -> g.setGuidanceOptions(method("pag")), "guidance: pag is not supported"),
        refused(
            g -> g.setSampler("heun").setGuidanceOptions(method("cfg_pp")),
            "guidance: cfg_pp contradicts"),
        refused(
            g -> g.setSamplerOptions(SamplerOptions.newBuilder().putArguments("eta", 1)),
            "arguments: eta is not supported"),
        refused(
            g ->
                g.setSampler("euler")
                    .setSteps(4)
                    .setSamplerOptions(SamplerOptions.newBuilder().addTimesteps(9).addTimesteps(5)),
            "steps: 4 contradicts sampler_options.timesteps, whose 2 values make 2 steps; allowed: 2,"
                + " or none"),
        refused(
            g ->
                g.setSampler("euler")
                    .setSteps(9)
                    .setSamplerOptions(
                        SamplerOptions.newBuilder().addSigmas(10).addSigmas(5).addSigmas(1)),
            "steps: 9 contradicts sampler_options.sigmas, whose 3 values make 2 steps; allowed: 2,"
                + " or none"),
        refused(
            g ->
                g.setSampler("ddim")
                    .setSamplerOptions(SamplerOptions.newBuilder().addSigmas(10).addSigmas(0)),
            "sigmas: [10, 0] is not supported by ddim, which takes a number of steps; those that"
                + " take sigmas: euler"),
        refused(g -> g.setSampler("DPM++2MKarras"), "did you mean dpmpp_2m_karras?"),
        refused(g -> g.setSampler("x".repeat(500)), "sampler: " + "x".repeat(60) + "…"));
  }

  @Test
  void complete_ofSeveralVersions_isTheNewestThatWorks() {
    var newest = version("11").toBuilder();
    newest.getModelBuilder().setProblem("truncated");
    Catalog catalog = Catalogs.of(version("9"), version("10"), newest.build());
    assertThat(model(catalog, "storybook")).isEqualTo("storybook@10");
    assertThat(model(catalog, "storybook@9")).isEqualTo("storybook@9");
    assertThatThrownBy(() -> model(catalog, "storybook@11")).hasMessageContaining("truncated");
    assertThatThrownBy(() -> model(catalog, "storybook@8"))
        .hasMessageContaining("model: storybook@8 is not one of storybook@9, storybook@10");
  }

  private static String model(Catalog catalog, String name) {
    GenerationRequest request = GenerationRequest.newBuilder().setModel(name).build();
    return Completion.complete(request, catalog, "i").request().getModel();
  }

  private static ModelDescription version(String version) {
    var description = FakeDenoiser.model("storybook").toBuilder();
    description.getModelBuilder().setVersion(version);
    return description.build();
  }

  @Test
  void complete_modelWithProblem_isUnavailable() {
    var broken = FakeDenoiser.model("broken").toBuilder();
    broken.getModelBuilder().setProblem("unet/model.onnx is truncated");
    assertThatThrownBy(
            () ->
                Completion.complete(
                    GenerationRequest.getDefaultInstance(), Catalogs.of(broken.build()), "i"))
        .hasMessage("model: broken can't be used at present: unet/model.onnx is truncated")
        .satisfies(e -> assertThat(code(e)).isEqualTo(Status.Code.UNAVAILABLE));
  }

  @Test
  void complete_noModels_isUnavailable() {
    assertThatThrownBy(
            () ->
                Completion.complete(
                    GenerationRequest.getDefaultInstance(), new Catalog(Map.of(), "why"), "i"))
        .hasMessage("no denoiser has named its models yet: why")
        .satisfies(e -> assertThat(code(e)).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private static ModelDescription withHiddenStates(String name) {
    ModelDescription.Builder description = FakeDenoiser.model(name).toBuilder();
    description.getModelBuilder().setMaxClipSkip(12);
    return description.build();
  }

  private static DynamicTest refused(
      UnaryOperator<GenerationRequest.Builder> change, String message) {
    return DynamicTest.dynamicTest(
        message,
        () ->
            assertThatThrownBy(() -> complete(change))
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(code(e)).isEqualTo(Status.Code.INVALID_ARGUMENT)));
  }

  private static Status.Code code(Throwable e) {
    return ((GatewayException) e).code();
  }

  private static GenerationRequest complete(UnaryOperator<GenerationRequest.Builder> change) {
    return complete(change, CATALOG);
  }

  private static GenerationRequest complete(
      UnaryOperator<GenerationRequest.Builder> change, Catalog catalog) {
    return Completion.complete(
            change.apply(GenerationRequest.newBuilder().setPrompt("a boat")).build(),
            catalog,
            "id1")
        .request();
  }

  private static GuidanceOptions method(String name) {
    return GuidanceOptions.newBuilder().setMethod(name).build();
  }

  private static PreviewOptions previews(int steps) {
    return PreviewOptions.newBuilder().setSteps(steps).build();
  }

  private static Size size(int width, int height) {
    return Size.newBuilder().setWidth(width).setHeight(height).build();
  }
}
