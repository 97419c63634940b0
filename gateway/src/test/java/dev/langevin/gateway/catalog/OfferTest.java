package dev.langevin.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.gateway.FakeDenoiser;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.internal.v1.ModelState;
import dev.langevin.runtime.model.ModelId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OfferTest {
  private static final ModelId ID = new ModelId("m", "1");
  private static final List<String> TWO = List.of("a:1", "b:2");
  private static final DescribeModelsResponse USABLE = says("");
  private static final DescribeModelsResponse BROKEN = says("vocab.json: odd");
  private static final DescribeModelsResponse WITHOUT = DescribeModelsResponse.getDefaultInstance();

  @Test
  void of_usableEverywhere_isOffered() {
    assertThat(problem(encoders(Map.of("a:1", USABLE, "b:2", USABLE)))).isEmpty();
  }

  @Test
  void of_brokenAtOneReplica_isOfferedIfAnotherCan() {
    assertThat(problem(encoders(Map.of("a:1", BROKEN, "b:2", USABLE)))).isEmpty();
    assertThat(problem(encoders(Map.of("a:1", USABLE, "b:2", BROKEN)))).isEmpty();
  }

  @Test
  void of_brokenWhereItIs_namesServiceAddressAndProblem() {
    assertThat(problem(encoders(Map.of("a:1", BROKEN, "b:2", WITHOUT))))
        .isEqualTo("text encoder a:1: vocab.json: odd");
    assertThat(problem(encoders(Map.of("b:2", BROKEN))))
        .isEqualTo("text encoder b:2: vocab.json: odd");
  }

  @Test
  void of_missingAtAll_isTheProblem() {
    assertThat(problem(encoders(Map.of("a:1", WITHOUT, "b:2", WITHOUT))))
        .isEqualTo("text encoder a:1, b:2: it is not in the directory of models");
  }

  @Test
  void of_notAnsweredYet_takesNoModelAway() {
    assertThat(problem(encoders(Map.of()))).isEmpty();
    assertThat(problem(encoders(Map.of("a:1", WITHOUT)))).isEmpty();
  }

  @Test
  void of_brokenAtTwoServices_namesBoth() {
    var decoders = new Answers<>("decoder", List.of("c:3"), Map.of("c:3", says("vae: odd")));
    Answers<DescribeModelsResponse> encoders = encoders(Map.of("a:1", BROKEN));
    assertThat(problem(List.of(encoders, decoders)))
        .isEqualTo("text encoder a:1: vocab.json: odd; decoder c:3: vae: odd");
  }

  @Test
  void of_brokenAtTheDenoiser_isItsProblemAlone() {
    var offered =
        Offer.of(denoisers(broken("m")), List.of(encoders(Map.of("a:1", WITHOUT, "b:2", BROKEN))));
    assertThat(offered.get(ID).model().getProblem()).isEqualTo("truncated");
  }

  @Test
  void of_brokenModel_isNotTheDefault() {
    Answers<DescribeResponse> denoisers =
        denoisers(broken("broken"), FakeDenoiser.model("m"), FakeDenoiser.model("two"));
    Answers<DescribeModelsResponse> encoders =
        new Answers<>(
            "text encoder",
            List.of("a:1"),
            Map.of("a:1", BROKEN.toBuilder().addModels(state("two", "")).build()));
    assertThat(Offer.of(denoisers, List.of(encoders)).keySet())
        .extracting(ModelId::name)
        .containsExactly("two", "broken", "m");
  }

  @Test
  void of_brokenAtOneDenoiser_isOfferedIfAnotherCan() {
    var denoisers =
        new Answers<>(
            "denoiser",
            TWO,
            Map.of("a:1", described(broken("m")), "b:2", described(FakeDenoiser.model("m"))));
    assertThat(Offer.of(denoisers, List.of()).get(ID).model().getProblem()).isEmpty();
  }

  private static String problem(Answers<DescribeModelsResponse> encoders) {
    return problem(List.of(encoders));
  }

  private static String problem(List<Answers<DescribeModelsResponse>> others) {
    return Offer.of(denoisers(FakeDenoiser.model("m")), others).get(ID).model().getProblem();
  }

  private static Answers<DescribeResponse> denoisers(ModelDescription... models) {
    return new Answers<>("denoiser", List.of("d:4"), Map.of("d:4", described(models)));
  }

  private static Answers<DescribeModelsResponse> encoders(
      Map<String, DescribeModelsResponse> given) {
    return new Answers<>("text encoder", TWO, given);
  }

  private static DescribeResponse described(ModelDescription... models) {
    return DescribeResponse.newBuilder().addAllModels(List.of(models)).build();
  }

  private static ModelDescription broken(String name) {
    ModelDescription.Builder broken = FakeDenoiser.model(name).toBuilder();
    broken.getModelBuilder().setProblem("truncated");
    return broken.build();
  }

  private static DescribeModelsResponse says(String problem) {
    return DescribeModelsResponse.newBuilder().addModels(state("m", problem)).build();
  }

  private static ModelState state(String name, String problem) {
    return ModelState.newBuilder().setName(name).setVersion("1").setProblem(problem).build();
  }
}
