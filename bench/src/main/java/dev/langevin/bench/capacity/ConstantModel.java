package dev.langevin.bench.capacity;

import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.internal.v1.ModelState;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.v1.Model;
import dev.langevin.v1.Size;
import java.util.Arrays;
import java.util.Random;

/** A model whose networks are constants: latents of 16 KiB, embeddings as large as SD 1.5's. */
final class ConstantModel {
  static final String NAME = "constant";
  static final String VERSION = "1";
  static final String DIGEST = "c0".repeat(32);
  static final String NUMERICS_ID = "constant";

  /** The text model's input of the network. */
  static final String EMBEDDING = "encoder_hidden_states";

  private static final int MAX_STEPS = 1000;

  private static final int SIDE = 256;
  private static final int CHANNELS = 4;
  private static final int SCALE = 8;
  private static final long[] LATENTS = {CHANNELS, SIDE / SCALE, SIDE / SCALE};
  private static final long[] TOKENS = {77, 768};
  private static final String SCHEDULER =
      """
      {"_class_name": "DDIMScheduler", "num_train_timesteps": 1000, "beta_start": 0.00085,
       "beta_end": 0.012, "beta_schedule": "scaled_linear", "prediction_type": "epsilon",
       "clip_sample": false, "set_alpha_to_one": false, "steps_offset": 0}
      """;

  private ConstantModel() {}

  /** As a denoiser describes it. */
  static ModelDescription description() {
    return ModelDescription.newBuilder()
        .setModel(
            Model.newBuilder()
                .setName(NAME)
                .setVersion(VERSION)
                .setDigest(DIGEST)
                .addSizes(Size.newBuilder().setWidth(SIDE).setHeight(SIDE))
                .setMaxSteps(MAX_STEPS)
                .setMaxPromptTokens((int) TOKENS[0])
                .setBatchInvariant(true))
        .setSchedulerConfig(SCHEDULER)
        .setLatentChannels(CHANNELS)
        .setOutputChannels(CHANNELS)
        .setScaleFactor(SCALE)
        .setNumericsId(NUMERICS_ID)
        .setTimePerRow(true)
        .build();
  }

  /** As the other services do. */
  static ModelState state() {
    return ModelState.newBuilder().setName(NAME).setVersion(VERSION).build();
  }

  /** One row's prediction. */
  static Tensor prediction() {
    return noise(LATENTS);
  }

  /** One prompt's embedding. */
  static Tensor embedding() {
    return noise(TOKENS);
  }

  /**
   * Bytes of the tensors that a guided job can't do without: the embeddings of two prompts and one
   * image's latents.
   */
  static long bytesOfJob() {
    return 2L * embedding().getData().size() + prediction().getData().size();
  }

  private static Tensor noise(long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensors.of(values, shape);
  }
}
