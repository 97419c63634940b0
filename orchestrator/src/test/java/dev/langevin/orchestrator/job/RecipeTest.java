package dev.langevin.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.model.ModelId;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Priority;
import dev.langevin.v1.PromptSyntax;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.Size;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTest {
  /** Fields whose value decides nothing, or nothing but the conditionings and the model. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "prompt",
          "negative_prompt",
          "prompt_syntax",
          "clip_skip",
          "model",
          "priority",
          "deadline",
          "labels",
          "previews");

  private static final GenerationRequest OTHER =
      GenerationRequest.newBuilder()
          .setPrompt("a blue sailboat")
          .setNegativePrompt("fog")
          .setModel("other")
          .setSize(Size.newBuilder().setWidth(8).setHeight(8))
          .setSteps(3)
          .setSampler("euler")
          .setGuidanceScale(2)
          .setSeed(1)
          .setCount(2)
          .setPriority(Priority.PRIORITY_BATCH)
          .setDeadline(Duration.newBuilder().setSeconds(1))
          .putLabels("for", "me")
          .setSamplerOptions(SamplerOptions.newBuilder().putArguments("eta", 0.5))
          .setGuidanceOptions(GuidanceOptions.newBuilder().setRescale(0.5))
          .setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111)
          .setClipSkip(1)
          .setPreviews(PreviewOptions.newBuilder().setSteps(3))
          .build();

  private static final ModelFacts MODEL = model("digest", "numerics");

  static List<FieldDescriptor> fields() {
    return GenerationRequest.getDescriptor().getFields();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fields")
  void equals_otherwiseInOneField_unlessThatIsLeftOut(FieldDescriptor field) {
    GenerationRequest request = World.request();
    Message changed = request.toBuilder().setField(field, OTHER.getField(field)).build();
    assertThat(changed).isNotEqualTo(request);

    Recipe one = Recipe.of(MODEL, conditionings(1), request);
    Recipe other = Recipe.of(MODEL, conditionings(1), (GenerationRequest) changed);

    assertThat(one.equals(other)).isEqualTo(LEFT_OUT.contains(field.getName()));
    if (one.equals(other)) {
      assertThat(one).hasSameHashCodeAs(other);
    }
  }

  @Test
  void leftOut_names_areFields() {
    assertThat(fields().stream().map(FieldDescriptor::getName).collect(Collectors.toSet()))
        .containsAll(LEFT_OUT);
  }

  @Test
  void equals_otherConditionings_not() {
    assertThat(Recipe.of(MODEL, conditionings(1), World.request()))
        .isEqualTo(Recipe.of(MODEL, conditionings(1), World.request()))
        .isNotEqualTo(Recipe.of(MODEL, conditionings(2), World.request()));
  }

  @Test
  void equals_otherFilesOrNumerics_not() {
    Recipe recipe = Recipe.of(MODEL, conditionings(1), World.request());

    assertThat(recipe)
        .isNotEqualTo(Recipe.of(model("other", "numerics"), conditionings(1), World.request()))
        .isNotEqualTo(Recipe.of(model("digest", "other"), conditionings(1), World.request()));
  }

  private static ModelFacts model(String digest, String numerics) {
    return new ModelFacts(new ModelId("toy", "1"), digest, numerics, World.SCHEDULER, 4, 8, 4);
  }

  private static List<Map<String, Tensor>> conditionings(float value) {
    return List.of(Map.of("encoder_hidden_states", Tensors.of(new float[] {value, 1}, 1, 2)));
  }
}
