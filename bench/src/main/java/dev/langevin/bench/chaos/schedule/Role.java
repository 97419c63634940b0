package dev.langevin.bench.chaos.schedule;

/** What a process does. */
public enum Role {
  /** Serves the public API. */
  GATEWAY,
  /** Drives the denoising loops. */
  ORCHESTRATOR,
  /** Evaluates the network. */
  DENOISER,
  /** Encodes prompts. */
  ENCODER,
  /** Makes and stores pictures. */
  DECODER,
  /** Kafka. */
  BROKER
}
