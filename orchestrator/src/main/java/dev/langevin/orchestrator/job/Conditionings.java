package dev.langevin.orchestrator.job;

import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.sampling.SamplingRequests;
import dev.langevin.runtime.sampling.SamplingRequests.Text;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The encoded prompts of a job.
 *
 * @param tensors per conditioning, the tensors by the name of the network's input, counted as
 *     {@link dev.langevin.sampling.Guidance} does
 * @param warnings what the maker of the prompts should know
 * @param modelDigest hex SHA-256 over the encoder's model files
 */
record Conditionings(
    List<Map<String, Tensor>> tensors, List<Warning> warnings, String modelDigest) {

  /**
   * Encodes what the rows need: that many of the request's conditionings.
   *
   * @param avoid replicas whose answers are in doubt
   */
  static Conditionings of(
      Encoder encoder, GenerationRequest request, ModelFacts model, int count, Set<String> avoid) {
    List<Text> texts = SamplingRequests.texts(request).subList(0, count);
    EncodeRequest.Builder ask =
        EncodeRequest.newBuilder()
            .setModel(model.id().toString())
            .setModelDigest(model.digest())
            .addAllPrompts(texts.stream().map(Text::text).toList())
            .setPromptSyntax(request.getPromptSyntax());
    if (request.hasClipSkip()) {
      ask.setClipSkip(request.getClipSkip());
    }
    EncodeResponse encoded = encoder.encode(ask.build(), avoid);
    List<Warning> warnings = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      warn(texts.get(i).field(), encoded.getEncodings(i), warnings);
    }
    return new Conditionings(
        encoded.getEncodingsList().stream().map(Encoding::getTensorsMap).toList(),
        List.copyOf(warnings),
        encoded.getModelDigest());
  }

  /** With what is odd about the sampler's options too. */
  Conditionings and(List<String> odd) {
    List<Warning> all = new ArrayList<>(warnings);
    odd.forEach(each -> all.add(warning("SAMPLER_OPTIONS", each)));
    return new Conditionings(tensors, List.copyOf(all), modelDigest);
  }

  private static void warn(String field, Encoding encoding, List<Warning> warnings) {
    int cut = encoding.getTruncatedTokens();
    if (cut > 0) {
      warnings.add(
          warning(
              "PROMPT_TRUNCATED",
              "%s: %d tokens, of which the model reads %d; %d were cut off"
                  .formatted(field, encoding.getTokens(), encoding.getTokens() - cut, cut)));
    }
    if (encoding.getUnknownWordsCount() > 0) {
      warnings.add(
          warning(
              "UNKNOWN_WORDS",
              "%s: the model has never seen %s"
                  .formatted(field, String.join(", ", encoding.getUnknownWordsList()))));
    }
  }

  private static Warning warning(String reason, String message) {
    return Warning.newBuilder().setReason(reason).setMessage(message).build();
  }
}
