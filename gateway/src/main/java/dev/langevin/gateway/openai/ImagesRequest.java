package dev.langevin.gateway.openai;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.json.StrictJson;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Model;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Size;
import dev.langevin.v1.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A request for pictures, as this API has it.
 *
 * @param generation what it comes to
 * @param base64 whether the pictures come in the answer, not as URLs
 * @param stream whether they come as events
 * @param partialImages how many previews to send, at most
 * @param warnings what is done otherwise than asked
 */
record ImagesRequest(
    GenerationRequest generation,
    boolean base64,
    boolean stream,
    int partialImages,
    List<Warning> warnings) {
  /** Accepted, and without effect: what they ask for is no property of a diffusion model. */
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "background",
          "moderation",
          "output_compression",
          "quality",
          "safety_identifier",
          "style",
          "user");

  private static final Set<String> KNOWN =
      Set.of(
          "prompt",
          "model",
          "n",
          "size",
          "response_format",
          "output_format",
          "stream",
          "partial_images",
          "seed",
          "steps",
          "guidance_scale",
          "negative_prompt",
          "sampler",
          "background",
          "moderation",
          "output_compression",
          "quality",
          "safety_identifier",
          "style",
          "user");

  private static final long MOST_STEPS = 1000;
  private static final long MOST_IMAGES = 16;
  private static final long MOST_PARTIAL = 3;
  private static final long LARGEST_SEED = 0xffff_ffffL;

  /**
   * Reads a body.
   *
   * @param nearestSizes whether the nearest size stands in for one that the model can't
   */
  static ImagesRequest read(byte[] body, Names names, boolean nearestSizes) {
    Members members = Members.of(StrictJson.body(body)).requireKnown(KNOWN);
    String asked = members.text("model").orElse("");
    Model model = names.find(asked);
    List<Warning> warnings = new ArrayList<>();
    GenerationRequest.Builder request =
        GenerationRequest.newBuilder()
            .setPrompt(members.text("prompt").orElseThrow(ImagesRequest::noPrompt))
            .setModel(model.getName() + "@" + model.getVersion())
            .setNegativePrompt(members.text("negative_prompt").orElse(""))
            .setSampler(members.text("sampler").orElse(""))
            .setSize(size(members.text("size").orElse("auto"), model, nearestSizes, warnings));
    members.whole("n", 1, MOST_IMAGES).ifPresent(n -> request.setCount(n.intValue()));
    members.whole("seed", 0, LARGEST_SEED).ifPresent(seed -> request.setSeed(seed.intValue()));
    members.whole("steps", 1, MOST_STEPS).ifPresent(steps -> request.setSteps(steps.intValue()));
    members.number("guidance_scale").ifPresent(request::setGuidanceScale);
    String format = members.choice("output_format", List.of("png", "jpeg", "webp")).orElse("png");
    if (!format.equals("png")) {
      warnings.add(
          warning("FORMAT_NOT_SUPPORTED", "output_format: pictures are png, not " + format));
    }
    for (String field : WITHOUT_EFFECT) {
      if (members.object().has(field)) {
        warnings.add(warning("FIELD_WITHOUT_EFFECT", field + ": it is accepted without effect"));
      }
    }
    boolean stream = members.flag("stream").orElse(false);
    int partial = members.whole("partial_images", 0, MOST_PARTIAL).orElse(0L).intValue();
    if (stream && partial > 0) {
      request.setPreviews(
          PreviewOptions.newBuilder()
              .setSteps(partial + 1) // the last is the picture itself
              .setMethod(PreviewOptions.Method.METHOD_DECODER));
    }
    return new ImagesRequest(
        request.build(),
        members
            .choice("response_format", List.of("url", "b64_json"))
            .map("b64_json"::equals)
            .orElseGet(() -> bytesByDefault(asked)),
        stream,
        partial,
        warnings);
  }

  /** As OpenAI's own models of these names do, whose clients name no format. */
  private static boolean bytesByDefault(String model) {
    return model.startsWith("gpt-image") || model.startsWith("chatgpt-image");
  }

  private static Size size(String text, Model model, boolean nearest, List<Warning> warnings) {
    Size wanted = Sizes.read(text, model);
    if (!nearest) {
      return wanted; // refused later, with what the model can do
    }
    Size made = Sizes.nearest(wanted, model);
    if (!made.equals(wanted)) {
      warnings.add(
          warning(
              "SIZE_CHANGED",
              "size: %s can't be made by %s; %s is the nearest"
                  .formatted(Sizes.text(wanted), model.getName(), Sizes.text(made))));
    }
    return made;
  }

  private static Warning warning(String reason, String message) {
    return Warning.newBuilder().setReason(reason).setMessage(message).build();
  }

  private static GatewayException noPrompt() {
    return GatewayException.invalid("prompt: absent; it is required");
  }
}
