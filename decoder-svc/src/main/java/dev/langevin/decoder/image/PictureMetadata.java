package dev.langevin.decoder.image;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PromptSyntax;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The texts that a picture carries: {@code parameters}, as common user interfaces write and read
 * it, and {@code langevin}, from which the same picture can be made again. Both describe the
 * request that makes just this picture, so image 3 of 16 and a single picture of its seed are one
 * file.
 */
public final class PictureMetadata {
  /** Keyword of the text that user interfaces read. */
  public static final String PARAMETERS = "parameters";

  /** Keyword of our text: one line of JSON. */
  public static final String LANGEVIN = "langevin";

  /** Version of our text's form. */
  public static final int FORMAT = 1;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** What user interfaces call the samplers whose names they know; others stay as they are. */
  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("ddpm", "DDPM"),
          Map.entry("ddim", "DDIM"),
          Map.entry("pndm", "PLMS"),
          Map.entry("lms", "LMS"),
          Map.entry("euler", "Euler"),
          Map.entry("euler_ancestral", "Euler a"),
          Map.entry("heun", "Heun"),
          Map.entry("dpm2", "DPM2"),
          Map.entry("dpm2_ancestral", "DPM2 a"),
          Map.entry("dpmpp_2m", "DPM++ 2M"),
          Map.entry("dpmpp_2m_sde", "DPM++ 2M SDE"),
          Map.entry("dpmpp_3m_sde", "DPM++ 3M SDE"),
          Map.entry("unipc", "UniPC"),
          Map.entry("lcm", "LCM"));

  private static final Pattern BRACKETS = Pattern.compile("[(\\[]");

  private PictureMetadata() {}

  /**
   * The texts by keyword, in order.
   *
   * @param request the generation's request with all defaults
   * @param index the image's index in the generation
   * @param modelDigest hex SHA-256 over the model's files
   * @param version version of this program
   */
  public static Map<String, String> texts(
      GenerationRequest request, int index, String modelDigest, String version) {
    GenerationRequest one = single(request, index);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(PARAMETERS, parameters(one, modelDigest, version).replace("\0", ""));
    texts.put(LANGEVIN, json(one, modelDigest, version));
    return texts;
  }

  /**
   * The request that makes one image of a generation: its seed is the image's, and what does not
   * change the picture (count, priority, deadline, labels, previews) is left out.
   */
  public static GenerationRequest single(GenerationRequest request, int index) {
    return request.toBuilder()
        .setSeed(request.getSeed() + index)
        .clearCount()
        .clearPriority()
        .clearDeadline()
        .clearLabels()
        .clearPreviews()
        .build();
  }

  private static String json(GenerationRequest one, String modelDigest, String version) {
    JsonObject model = new JsonObject();
    model.addProperty("name", one.getModel());
    model.addProperty("digest", modelDigest);
    JsonObject text = new JsonObject();
    text.addProperty("format", FORMAT);
    text.addProperty("version", version);
    text.add("model", model);
    try {
      // Sorted, so that one request has one text.
      String request =
          JsonFormat.printer().omittingInsignificantWhitespace().sortingMapKeys().print(one);
      text.add("request", JsonParser.parseString(request));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return GSON.toJson(text);
  }

  private static String parameters(GenerationRequest one, String modelDigest, String version) {
    StringBuilder text = new StringBuilder(one.getPrompt()).append('\n');
    if (!one.getNegativePrompt().isEmpty()) {
      text.append("Negative prompt: ").append(one.getNegativePrompt()).append('\n');
    }
    String guidance =
        BigDecimal.valueOf(one.getGuidanceScale()).stripTrailingZeros().toPlainString();
    List<String> fields = new ArrayList<>();
    fields.add("Steps: " + one.getSteps());
    fields.add("Sampler: " + quoted(LABELS.getOrDefault(one.getSampler(), one.getSampler())));
    fields.add("CFG scale: " + guidance);
    fields.add("Seed: " + Integer.toUnsignedString(one.getSeed()));
    fields.add("Size: %dx%d".formatted(one.getSize().getWidth(), one.getSize().getHeight()));
    fields.add("Model hash: " + modelDigest.substring(0, Math.min(10, modelDigest.length())));
    fields.add("Model: " + quoted(one.getModel()));
    fields.addAll(text(one));
    fields.add("Version: " + quoted("langevin " + version));
    return text.append(String.join(", ", fields)).toString();
  }

  /** How the prompts are to be read, in the words of the program that these fields come from. */
  private static List<String> text(GenerationRequest one) {
    List<String> fields = new ArrayList<>();
    if (one.hasClipSkip()) {
      fields.add("Clip skip: " + (one.getClipSkip() + 1L)); // there, 1 leaves none out
    }
    boolean literal =
        one.getPromptSyntax() == PromptSyntax.PROMPT_SYNTAX_UNSPECIFIED
            || one.getPromptSyntax() == PromptSyntax.PROMPT_SYNTAX_PLAIN;
    if (literal && BRACKETS.matcher(one.getPrompt() + one.getNegativePrompt()).find()) {
      fields.add("Emphasis: None");
    }
    return fields;
  }

  /** As JSON where the value holds what separates fields. */
  private static String quoted(String value) {
    return value.matches("(?s).*[,:\n].*") ? GSON.toJson(value) : value;
  }
}
