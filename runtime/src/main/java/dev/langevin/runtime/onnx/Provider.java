package dev.langevin.runtime.onnx;

/** What runs a network. */
public enum Provider {
  /** The processor. */
  CPU,
  /** An NVIDIA GPU; needs the build of ONNX Runtime for CUDA. */
  CUDA
}
