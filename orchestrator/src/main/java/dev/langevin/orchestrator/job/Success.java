package dev.langevin.orchestrator.job;

import com.google.protobuf.Duration;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.orchestrator.flight.Lineage;
import dev.langevin.orchestrator.flight.Share;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationOrBuilder;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Progress;
import dev.langevin.v1.Timing;
import dev.langevin.v1.Warning;
import java.util.ArrayList;
import java.util.List;

/**
 * What a generation tells about itself once its pictures are stored.
 *
 * @param prompts the encoded prompts, with their warnings
 * @param lineage what evaluated
 * @param share how long that took, and whether it was for other generations too
 * @param decoded what the decoder answered, per image
 * @param filmed what became of the film strip
 * @param stages when the attempt came how far
 * @param progress all of it
 */
record Success(
    Conditionings prompts,
    Lineage lineage,
    Share share,
    List<DecodeResponse> decoded,
    Filmed filmed,
    Stages stages,
    Progress progress) {

  /** Writes it into the generation. */
  Generation.Builder into(Generation.Builder generation) {
    if (filmed.strip().hasArtifact()) {
      generation.setFilmStrip(filmed.strip());
    }
    return generation
        .setModelDigest(lineage.modelDigest())
        .setNumericsId(String.join(" ", lineage.numericsIds()))
        .setProgress(progress)
        .setTiming(
            stages
                .into(Timing.newBuilder())
                .setQueued(queued(generation))
                .setNetwork(Stages.duration(share.effort().networkNanos()))
                .setMeanBatchRows(share.effort().meanBatchRows()))
        .clearWarnings()
        .addAllWarnings(warnings(generation.getRequest()));
  }

  private List<Warning> warnings(GenerationRequest request) {
    List<Warning> all = new ArrayList<>(prompts.warnings());
    if (!lineage.isPure()) {
      all.add(
          warning(
              "NUMERICS_CHANGED",
              "the job moved between denoisers that need not agree to the bit: "
                  + String.join(", ", lineage.numericsIds())));
    }
    if (share.shared() > 0) {
      all.add(
          warning(
              "EVALUATIONS_SHARED",
              "%d of %d evaluations were made once for this generation and others that ask for the"
                      .formatted(share.shared(), progress.getEvaluations())
                  + " same; timing.network is its part"));
    }
    if (!filmed.problem().isEmpty()) {
      all.add(warning("FILM_STRIP_MISSING", "there is no film strip: " + filmed.problem()));
    }
    if (!prompts.modelDigest().equals(lineage.modelDigest())) {
      all.add(differs("text encoder", request));
    }
    if (decoded.stream().anyMatch(d -> !d.getModelDigest().equals(lineage.modelDigest()))) {
      all.add(differs("decoder", request));
    }
    return all;
  }

  private static Warning differs(String service, GenerationRequest request) {
    return warning(
        "MODEL_FILES_DIFFER",
        service + " and denoiser have different files of model " + request.getModel());
  }

  private static Warning warning(String reason, String message) {
    return Warning.newBuilder().setReason(reason).setMessage(message).build();
  }

  /** By the clocks of two machines, which may differ. */
  private static Duration queued(GenerationOrBuilder generation) {
    var waited =
        java.time.Duration.between(
            Snapshots.instant(generation.getCreateTime()),
            Snapshots.instant(generation.getStartTime()));
    return Stages.duration(Math.max(0, waited.toNanos()));
  }
}
