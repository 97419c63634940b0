package dev.langevin.runtime.onnx;

import ai.onnxruntime.OrtException;
import dev.langevin.runtime.config.ConfigurationException;
import java.util.Optional;

/** Finds out what can run networks here, without a network. */
public final class Probe {
  private Probe() {}

  /** Why a provider can't start; empty if it can. The first time takes seconds. */
  public static Optional<String> problem(Provider provider) {
    try {
      Sessions.prepare(new ExecutionSettings(provider, false, 1)).close();
      return Optional.empty();
    } catch (ConfigurationException e) {
      return Optional.of(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    } catch (OrtException e) {
      return Optional.of(e.getMessage());
    }
  }
}
