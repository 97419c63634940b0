package dev.langevin.orchestrator.services;

import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.numeric.Finite;
import dev.langevin.v1.Artifact;
import java.util.regex.Pattern;

/**
 * Tells answers of text encoders and decoders that are of no use, so that the replica is at fault
 * and not whoever would stumble over them.
 */
final class Answers {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private Answers() {}

  /** Throws unless there is an encoding for each prompt, whole and finite. */
  static void check(String replica, EncodeRequest request, EncodeResponse response) {
    int prompts = request.getPromptsCount();
    if (response.getEncodingsCount() != prompts) {
      throw encoding(
          replica,
          "ENCODING_MISFIT",
          response.getEncodingsCount() + " encodings came back for " + prompts + " prompts");
    }
    for (Encoding encoding : response.getEncodingsList()) {
      if (encoding.getTensorsCount() == 0) {
        throw encoding(replica, "ENCODING_MISFIT", "an encoding has no tensors");
      }
      encoding.getTensorsMap().forEach((name, tensor) -> check(replica, name, tensor));
    }
  }

  /** Throws unless the artifact is one of the image that was to be decoded, or it was filtered. */
  static void check(String replica, DecodeRequest request, DecodeResponse response) {
    if (response.getFiltered() && !response.hasArtifact()) {
      return;
    }
    check(replica, request.getGenerationId(), request.getIndex(), response.getArtifact());
  }

  /** Throws unless the artifact is one of the film strip that was to be stored. */
  static void check(
      String replica, StoreFilmStripRequest request, StoreFilmStripResponse response) {
    check(replica, request.getGenerationId(), request.getIndex(), response.getArtifact());
  }

  private static void check(String replica, String generation, int index, Artifact artifact) {
    String name = generation + "/" + index + "-" + artifact.getSha256();
    if (!SHA256.matcher(artifact.getSha256()).matches()
        || !artifact.getName().equals(name)
        || artifact.getIndex() != index
        || artifact.getSizeBytes() < 1) {
      throw OrchestratorException.useless(
          "ARTIFACT_MISFIT",
          replica,
          "decoder %s answered for image %d of generation %s with artifact %s of %d bytes"
              .formatted(replica, index, generation, artifact.getName(), artifact.getSizeBytes()));
    }
  }

  private static void check(String replica, String name, Tensor tensor) {
    try {
      Tensors.check(tensor, tensor.getType());
      if (tensor.getType() == Tensor.Type.TYPE_INT64) {
        return;
      }
      float[] values = Tensors.floats(tensor);
      if (!Finite.all(values)) {
        throw encoding(replica, "ENCODING_NOT_FINITE", name + " holds " + Finite.odd(values));
      }
    } catch (IllegalArgumentException e) {
      throw encoding(replica, "ENCODING_MISFIT", name + ": " + e.getMessage());
    }
  }

  private static OrchestratorException encoding(String replica, String reason, String what) {
    return OrchestratorException.useless(
        reason, replica, "text encoder " + replica + " gave an answer of no use: " + what);
  }
}
