package dev.langevin.runtime.model;

import java.util.List;
import java.util.Optional;

/**
 * Whether a model's parts fit together. What a part does not tell is not compared.
 *
 * @param denoiser the part that predicts
 * @param autoencoder the decoder of latents, if there is one
 * @param encoders the text encoders
 */
record Agreement(Declared denoiser, Optional<Declared> autoencoder, List<Declared> encoders) {
  private static final String SAMPLE = "sample";
  private static final String TEXT = "encoder_hidden_states";

  /** Throws ModelException naming both files, what they differ in, and the values. */
  void check(int latentChannels) {
    denoiser
        .number("in_channels", SAMPLE, 1)
        .filter(channels -> channels != latentChannels)
        .ifPresent(
            channels -> {
              throw differ(
                  denoiser.source("in_channels", SAMPLE), channels, latentChannels, "latents have");
            });
    autoencoder.ifPresent(part -> check(part, latentChannels));
    checkText();
  }

  private void check(Declared part, int latentChannels) {
    part.number("latent_channels", "latent_sample", 1)
        .filter(channels -> channels != latentChannels)
        .ifPresent(
            channels -> {
              throw differ(
                  denoiser.source("in_channels", SAMPLE),
                  latentChannels,
                  channels,
                  part.source("latent_channels", "latent_sample") + " has");
            });
  }

  /** Several text encoders' states are laid side by side, as in SDXL. */
  private void checkText() {
    boolean told = encoders.stream().allMatch(part -> width(part).isPresent());
    Optional<Integer> taken = denoiser.number("cross_attention_dim", TEXT, -1);
    boolean projected = denoiser.config().get("encoder_hid_dim_type").isPresent();
    if (encoders.isEmpty() || !told || taken.isEmpty() || projected) {
      return;
    }
    int given = encoders.stream().mapToInt(part -> width(part).orElseThrow()).sum();
    if (given != taken.get()) {
      throw differ(
          denoiser.source("cross_attention_dim", TEXT),
          taken.get(),
          given,
          encoders.getFirst().config().file() + ": hidden_size gives");
    }
  }

  private static Optional<Integer> width(Declared encoder) {
    return encoder
        .config()
        .get("hidden_size")
        .map(e -> encoder.config().integer("hidden_size", e, 1, 1 << 20));
  }

  private static ModelException differ(String where, int value, int other, String whose) {
    return ModelException.disagreement(
        "%s: %d is not the %d that %s".formatted(where, value, other, whose));
  }
}
