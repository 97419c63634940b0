package dev.langevin.runtime.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.v1.Model;
import dev.langevin.v1.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model in the layout of ONNX exports of diffusion pipelines: {@code model_index.json}, {@code
 * scheduler/}, {@code tokenizer*}{@code /}, {@code text_encoder*}{@code /}, {@code unet/} or {@code
 * transformer/}, {@code vae_decoder/} and {@code vae_encoder/}, each with its configuration and,
 * where it is a network, {@code model.onnx}. Networks of older exports lack {@code config.json}:
 * what it would say comes from the networks' inputs, or else is as in Stable Diffusion 1. Other
 * parts are not looked at, but for the decoder's {@code safety_checker}, which changes no picture
 * and so does not count for the digest. And our own {@code langevin.json} with what a {@link Card}
 * holds, which may be absent.
 *
 * @param root the directory
 * @param card what the model says about itself
 * @param parts names of the sub-directories that belong to it, sorted
 * @param schedulerConfigText the text of {@code scheduler/scheduler_config.json}
 */
public record ModelDirectory(Path root, Card card, List<String> parts, String schedulerConfigText) {
  /** Name of the file that every model directory has. */
  public static final String INDEX = "model_index.json";

  /**
   * Reads the descriptions, and checks that every file is there and that no network file is cut
   * short.
   *
   * @throws ModelException naming the file
   */
  public static ModelDirectory open(Path root) {
    return ModelReader.open(root);
  }

  /**
   * Every model directory in a directory, the preferred ones first, then by name; or that directory
   * itself if it is one. One that can't be used comes with its problem and does not hinder the
   * others.
   *
   * @throws ModelException if the directory can't be listed
   */
  public static List<ModelEntry> scan(Path models) {
    return ModelReader.scan(models);
  }

  /** Name to put into a request. */
  public String name() {
    return card.name();
  }

  /** Version of the weights. */
  public String version() {
    return card.version();
  }

  /** Name and version. */
  public ModelId id() {
    return new ModelId(card.name(), card.version());
  }

  /** Bytes of the parts whose names begin so: what their networks take in memory, roughly. */
  public long bytes(String prefix) {
    return parts.stream()
        .filter(part -> part.startsWith(prefix))
        .mapToLong(part -> Digests.bytes(part(part)))
        .sum();
  }

  /** Bytes of a folder that is no part, such as {@code safety_checker}; 0 if it is not there. */
  public long bytesBeside(String folder) {
    return Files.isDirectory(part(folder)) ? Digests.bytes(part(folder)) : 0;
  }

  /** The parsed scheduler configuration. */
  public JsonObject schedulerConfig() {
    return Json.read(part("scheduler").resolve("scheduler_config.json"), "the sampler needs it")
        .object();
  }

  /**
   * The parsed configuration of a part such as {@code vae_decoder}; empty where the part has none,
   * as in older exports.
   */
  public JsonObject config(String part) {
    return Json.readIfThere(part(part).resolve("config.json"), "it describes " + part).object();
  }

  /** Whether the index names a folder with something in it, which may be no part, or not there. */
  public boolean names(String folder) {
    JsonElement named =
        Json.read(root.resolve(INDEX), "every model directory has it").object().get(folder);
    return named != null
        && named.isJsonArray()
        && !named.getAsJsonArray().isEmpty()
        && !named.getAsJsonArray().get(0).isJsonNull();
  }

  /** Whether the part has a configuration. */
  public boolean configured(String part) {
    return Files.exists(part(part).resolve("config.json"));
  }

  /** Width of the text encoders' states that the denoiser's configuration asks for, if it does. */
  public Optional<Integer> textWidth() {
    return Optional.ofNullable(config(denoiser()).get("cross_attention_dim"))
        .filter(Json::isNumber)
        .map(JsonElement::getAsInt);
  }

  /** Whether it has the part. */
  public boolean has(String part) {
    return parts.contains(part);
  }

  /** The sub-directory of a part, whether there or not. */
  public Path part(String part) {
    return root.resolve(part);
  }

  /** The network file of a part. */
  public Path network(String part) {
    return part(part).resolve("model.onnx");
  }

  /** The part that predicts: {@code unet} or {@code transformer}. */
  public String denoiser() {
    return has("unet") ? "unet" : "transformer";
  }

  /** A file beside the index, if it is there. */
  public Optional<Path> file(String name) {
    return Optional.of(root.resolve(name)).filter(Files::isRegularFile);
  }

  /**
   * Hex SHA-256 over the names and contents of the model's files, each read once per process. Notes
   * and training code beside the parts do not count.
   */
  public String digest() {
    return Digests.of(this);
  }

  /**
   * The public description: without samplers, batch invariance and digest, which others find out.
   */
  public Model.Builder describe() {
    Model.Builder model =
        Model.newBuilder()
            .setName(card.name())
            .setVersion(card.version())
            .setDescription(card.description())
            .setDefaultSampler(card.defaultSampler())
            .setDefaultSteps(card.defaultSteps())
            .setDefaultGuidanceScale(card.defaultGuidanceScale())
            .setMaxSteps(card.maxSteps())
            .setMaxCount(card.maxCount())
            .setMaxPromptTokens(card.maxPromptTokens())
            .setSizeMultiple(card.sizing().multiple())
            .setMaxPixels(card.sizing().maxPixels());
    for (PictureSize size : card.sizes()) {
      model.addSizes(Size.newBuilder().setWidth(size.width()).setHeight(size.height()));
    }
    return model;
  }
}
