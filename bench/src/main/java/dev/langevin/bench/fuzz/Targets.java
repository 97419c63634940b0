package dev.langevin.bench.fuzz;

import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.target.ArtifactNameTarget;
import dev.langevin.bench.fuzz.target.CheckpointTarget;
import dev.langevin.bench.fuzz.target.EnvironmentTarget;
import dev.langevin.bench.fuzz.target.ModelFileTarget;
import dev.langevin.bench.fuzz.target.Models;
import dev.langevin.bench.fuzz.target.OnnxTarget;
import dev.langevin.bench.fuzz.target.PageTokenTarget;
import dev.langevin.bench.fuzz.target.PictureTarget;
import dev.langevin.bench.fuzz.target.PngRequestTarget;
import dev.langevin.bench.fuzz.target.PngTextTarget;
import dev.langevin.bench.fuzz.target.PromptTarget;
import dev.langevin.bench.fuzz.target.SamplingRequestTarget;
import dev.langevin.bench.fuzz.target.SchedulerConfigTarget;
import dev.langevin.bench.fuzz.target.StateTarget;
import dev.langevin.bench.fuzz.target.TokenizerTarget;
import dev.langevin.v1.PromptSyntax;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Everything that parses, by name. */
final class Targets {
  private static final byte[] CARD =
      """
      {"name":"tiny","version":"2","description":"d","default":true,"pool":"default",
      "scale_factor":8,"latent_channels":4,"default_sampler":"euler","default_steps":9,
      "default_guidance_scale":2.5,"max_steps":100,"max_count":4,"max_prompt_tokens":77}
      """
          .getBytes(StandardCharsets.UTF_8);

  private Targets() {}

  /** How each is made. */
  static Map<String, Callable<Target>> all(Models models) {
    Map<String, Callable<Target>> all = new LinkedHashMap<>();
    all.put("scheduler-config", () -> new SchedulerConfigTarget(models));
    all.put("sampling-request", () -> new SamplingRequestTarget(models));
    all.put("state", StateTarget::new);
    all.put("checkpoint", CheckpointTarget::new);
    all.put("prompt-a1111", () -> new PromptTarget(PromptSyntax.PROMPT_SYNTAX_A1111));
    all.put("prompt-comfy", () -> new PromptTarget(PromptSyntax.PROMPT_SYNTAX_COMFY));
    all.put("page-token", PageTokenTarget::new);
    all.put("artifact-name", ArtifactNameTarget::new);
    all.put("environment", EnvironmentTarget::new);
    all.put("picture-png", PictureTarget::png);
    all.put("picture-jpeg", PictureTarget::jpeg);
    all.put("png-text", PngTextTarget::new);
    all.put("png-request", PngRequestTarget::new);
    all.put("model-index", () -> file(models, "model-index", "model_index.json", null));
    all.put("model-config", () -> file(models, "model-config", "unet/config.json", null));
    all.put(
        "autoencoder-config",
        () -> file(models, "autoencoder-config", "vae_decoder/config.json", null));
    all.put("model-network", () -> file(models, "model-network", "unet/model.onnx", null));
    all.put("model-card", () -> file(models, "model-card", "langevin.json", CARD));
    all.put("onnx", () -> new OnnxTarget(models));
    all.put("tokenizer", () -> new TokenizerTarget(models, "sd1-float16", "tokenizer.json"));
    all.put("merges", () -> new TokenizerTarget(models, "sd1", "merges.txt"));
    all.put("vocab", () -> new TokenizerTarget(models, "sd1", "vocab.json"));
    all.put("tokenizer-config", () -> new TokenizerTarget(models, "sd1", "tokenizer_config.json"));
    all.put(
        "special-tokens-map", () -> new TokenizerTarget(models, "sd1", "special_tokens_map.json"));
    return all;
  }

  private static Target file(Models models, String name, String file, byte[] seed)
      throws java.io.IOException {
    return new ModelFileTarget(models, name, file, seed);
  }
}
