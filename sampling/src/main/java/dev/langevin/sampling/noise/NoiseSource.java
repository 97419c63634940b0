package dev.langevin.sampling.noise;

import dev.langevin.sampling.Noise;

/** Whose generator the noise is drawn from: the same seed gives another picture in each. */
public enum NoiseSource {
  /** PyTorch's on the CPU; what diffusers draws from a CPU generator. */
  TORCH_CPU {
    @Override
    public Noise seeded(long seed) {
      return TorchNoise.seeded(seed);
    }
  },
  /** PyTorch's on CUDA; GPU or NV noise in the common user interfaces. */
  TORCH_CUDA {
    @Override
    public Noise seeded(long seed) {
      return PhiloxNoise.seeded(seed);
    }
  };

  /** A fresh generator. */
  public abstract Noise seeded(long seed);

  /** A generator at a stored position, whose length tells its kind. */
  static Noise restore(byte[] position) {
    return position.length == PhiloxNoise.POSITION_BYTES
        ? PhiloxNoise.restore(position)
        : TorchNoise.restore(position);
  }
}
