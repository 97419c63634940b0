package dev.langevin.runtime.onnx;

import dev.langevin.runtime.config.Environment;
import java.util.Locale;

/**
 * How networks are run.
 *
 * @param provider what runs them
 * @param fallback whether the CPU may stand in where the provider can't start
 * @param threads threads within an operator, 1 to 256
 */
public record ExecutionSettings(Provider provider, boolean fallback, int threads) {
  private static final int MAX_THREADS = 256;

  /** Checks the number of threads. */
  public ExecutionSettings {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException("threads: " + threads + " is not in 1.." + MAX_THREADS);
    }
  }

  /** On the CPU with one thread a core. */
  public static ExecutionSettings cpu() {
    return new ExecutionSettings(Provider.CPU, false, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Reads PROVIDER (cpu, cuda; default cpu), PROVIDER_FALLBACK (false) and THREADS (the number of
   * cores).
   */
  public static ExecutionSettings of(Environment environment) {
    int cores = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    String provider = environment.choice("PROVIDER", "cpu", "cpu", "cuda");
    return new ExecutionSettings(
        Provider.valueOf(provider.toUpperCase(Locale.ROOT)),
        environment.flag("PROVIDER_FALLBACK", false),
        environment.integer("THREADS", cores, 1, MAX_THREADS));
  }
}
