package dev.langevin.runtime.model.store;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which models have to be loaded and measured before a service is ready.
 *
 * @param all all that can be used and LANGEVIN_MODEL_MEMORY has room for
 * @param names models, or {@code name@version}; none if {@code all}
 */
public record WarmModels(boolean all, List<String> names) {
  /** None has to. */
  public static final WarmModels NONE = new WarmModels(false, List.of());

  private static final Pattern NAME = Pattern.compile("[\\w.-]+(@[\\w.-]+)?");

  /** Keeps a copy. */
  public WarmModels {
    names = List.copyOf(names);
  }

  /** Reads LANGEVIN_WARM_MODELS: {@code all}, {@code none}, or names with commas between. */
  static WarmModels of(Environment environment) {
    String text = environment.text("WARM_MODELS", "none");
    if (text.equals("none")) {
      return NONE;
    }
    if (text.equals("all")) {
      return new WarmModels(true, List.of());
    }
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw new ConfigurationException(
          "LANGEVIN_WARM_MODELS: %s is not all, none or names with commas between".formatted(text));
    }
    return new WarmModels(false, names);
  }
}
