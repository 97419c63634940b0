package dev.langevin.gateway.catalog;

import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import java.util.List;
import java.util.Locale;

/** Our one name for whatever a request calls a sampler. */
public final class SamplerName {
  /** Endings that choose the spacing of noise levels and stay part of the name. */
  private static final List<String> SPACINGS = List.of("karras", "exponential", "beta", "lu");

  private SamplerName() {}

  /**
   * Our name: {@code dpmpp_2m_karras} for "DPM++ 2M Karras", {@code euler} for
   * EulerDiscreteScheduler.
   *
   * @throws SamplingException if there is no such sampler; it names those there are, and the
   *     nearest
   */
  public static String of(String given) {
    String name = Samplers.named(given).name();
    String lower = given.strip().toLowerCase(Locale.ROOT);
    for (String spacing : SPACINGS) {
      if (lower.matches(".*[_\\s-]" + spacing)) {
        return Samplers.named(name + "_" + spacing).name() + "_" + spacing;
      }
    }
    return name;
  }
}
