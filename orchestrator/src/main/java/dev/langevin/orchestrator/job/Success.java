package dev.langevin.orchestrator.job;

import com.google.protobuf.Duration;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.v1.Generation;
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
 * @param network what evaluated, and how long it took
 * @param decoded what the decoder answered, per image
 * @param runNanos wall time from the claim to the last artifact
 * @param progress all of it
 */
record Success(
    Conditionings prompts,
    JobNetwork network,
    List<DecodeResponse> decoded,
    long runNanos,
    Progress progress) {

  /** Writes it into the generation. */
  Generation.Builder into(Generation.Builder generation) {
    return generation
        .setModelDigest(network.modelDigest())
        .setNumericsId(String.join(" ", network.numericsIds()))
        .setProgress(progress)
        .setTiming(
            Timing.newBuilder()
                .setNetwork(duration(network.networkNanos()))
                .setRun(duration(runNanos))
                .setMeanBatchRows(network.meanBatchRows()))
        .clearWarnings()
        .addAllWarnings(warnings(generation.getRequest()));
  }

  private List<Warning> warnings(GenerationRequest request) {
    List<Warning> all = new ArrayList<>(prompts.warnings());
    if (network.numericsIds().size() > 1) {
      all.add(
          warning(
              "NUMERICS_CHANGED",
              "the job moved between denoisers that need not agree to the bit: "
                  + String.join(", ", network.numericsIds())));
    }
    if (!prompts.modelDigest().equals(network.modelDigest())) {
      all.add(differs("text encoder", request));
    }
    if (decoded.stream().anyMatch(d -> !d.getModelDigest().equals(network.modelDigest()))) {
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

  private static Duration duration(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / 1_000_000_000)
        .setNanos((int) (nanos % 1_000_000_000))
        .build();
  }
}
