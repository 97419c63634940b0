package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.orchestrator.loop.Sight;
import dev.langevin.orchestrator.preview.Previews;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.sampling.Evaluation;
import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Progress;
import java.util.List;

/**
 * Has the decoder make a preview, and tells it with the job's progress.
 *
 * @param options what was asked for
 * @param plan the job's
 * @param model name@version
 * @param shape of the latents: channels, rows, columns
 * @param film keeps some of them
 */
record PreviewTelling(
    PreviewOptions options,
    Plan plan,
    String model,
    List<Long> shape,
    Decoder decoder,
    ProgressReport report,
    Film film) {
  /** Two previews of noise at this size are less than half of what a record may hold. */
  private static final int MAX_SIDE = 256;

  /** The job's previews, made and told by this. */
  Previews previews(String id) {
    return new Previews(id, plan, options.getSteps(), this::tell);
  }

  /** What the model's safety checker flags is left out, as what can't be made in time is. */
  private void tell(Sight sight) {
    Evaluation evaluation = plan.evaluations().get(sight.evaluation());
    Level level = evaluation.from();
    PreviewResponse estimate = decoder.preview(request(sight.denoised()));
    if (estimate.getFiltered()) {
      return;
    }
    Progress.Builder told =
        Progress.newBuilder()
            .setPreviewStep(evaluation.step() + 1)
            .setPreviewAlpha(level.alpha())
            .setPreviewSigma(level.sigma())
            .setPreview(estimate.getPng());
    if (options.getNoisy()) {
      PreviewResponse noisy = decoder.preview(request(scaled(sight.noisy(), 1 / level.norm())));
      if (noisy.getFiltered()) {
        return;
      }
      told.setNoisyPreview(noisy.getPng());
    }
    Progress preview = told.build();
    film.take(sight.evaluation(), preview);
    report.preview(sight.evaluation(), preview);
  }

  private PreviewRequest request(float[] latents) {
    return PreviewRequest.newBuilder()
        .setModel(model)
        .setLatents(Tensors.of(latents, shape.stream().mapToLong(Long::longValue).toArray()))
        .setMethod(
            options.getMethod() == PreviewOptions.Method.METHOD_DECODER
                ? PreviewRequest.Method.METHOD_DECODER
                : PreviewRequest.Method.METHOD_LINEAR)
        .setMaxSide(MAX_SIDE)
        .build();
  }

  private static float[] scaled(float[] values, double by) {
    float[] result = new float[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (by * values[i]);
    }
    return result;
  }
}
