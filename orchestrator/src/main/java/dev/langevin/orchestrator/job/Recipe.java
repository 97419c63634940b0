package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.Tensor;
import dev.langevin.v1.GenerationRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that decides the bits of a job's latents: jobs of equal recipes give equal ones. What a field
 * of the request does not decide is left out by name, so that one that is new decides until
 * somebody says otherwise.
 *
 * @param model with its files and its numerics
 * @param conditionings what the prompts were encoded to
 * @param rest of the request
 */
public record Recipe(
    ModelFacts model, List<Map<String, Tensor>> conditionings, GenerationRequest rest) {

  /** Of a job. Prompts, however they are written, count as what they are encoded to. */
  static Recipe of(
      ModelFacts model, List<Map<String, Tensor>> conditionings, GenerationRequest request) {
    return new Recipe(
        model,
        conditionings,
        request.toBuilder()
            .clearModel()
            .clearPrompt()
            .clearNegativePrompt()
            .clearPromptSyntax()
            .clearClipSkip()
            .clearPriority()
            .clearDeadline()
            .clearLabels()
            .clearPreviews()
            .build());
  }

  /** Leaves the conditionings out: they are megabytes, and equality reads them where it has to. */
  @Override
  public int hashCode() {
    return Objects.hash(model.id(), rest);
  }
}
