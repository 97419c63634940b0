package dev.langevin.orchestrator.services;

import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;

/** What latents are sent to denoisers as, and predictions come back as. */
public enum Wire {
  /** As they are. */
  FLOAT32(Tensor.Type.TYPE_FLOAT, ""),
  /** Half the bytes, and other bits: each is rounded to 11 significant ones. */
  FLOAT16(Tensor.Type.TYPE_FLOAT16, "/wire-float16");

  private final Tensor.Type type;
  private final String numerics;

  Wire(Tensor.Type type, String numerics) {
    this.type = type;
    this.numerics = numerics;
  }

  /** The message of latents. */
  Tensor tensor(float[] latents, long... shape) {
    return Tensors.of(type, latents, shape);
  }

  /** What a prediction's bits depend on, given what they do at the denoiser; empty for nothing. */
  String numericsId(String denoisers) {
    return denoisers.isEmpty() ? denoisers : denoisers + numerics;
  }
}
