package dev.langevin.client;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where things are unless the command line says otherwise.
 *
 * @param variables the process's environment variables
 * @param home the checkout or installation that holds {@code models/}
 */
public record Environment(Map<String, String> variables, Path home) {
  /** The real environment; the launcher script sets {@code langevin.home}. */
  public static Environment system() {
    return new Environment(System.getenv(), Path.of(System.getProperty("langevin.home", "")));
  }

  /** {@code LANGEVIN_DATA}, else the place where the platform keeps an application's data. */
  public Path data() {
    String chosen = variables.getOrDefault("LANGEVIN_DATA", "");
    if (!chosen.isBlank()) {
      return Path.of(chosen);
    }
    String system = System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT);
    Path user = Path.of(System.getProperty("user.home", "."));
    if (system.startsWith("mac")) {
      return user.resolve("Library/Application Support/langevin");
    }
    String shared =
        variables.getOrDefault(system.startsWith("win") ? "LOCALAPPDATA" : "XDG_DATA_HOME", "");
    return (shared.isBlank() ? user.resolve(".local/share") : Path.of(shared)).resolve("langevin");
  }

  /** {@code LANGEVIN_MODELS}, else the models beside the program. */
  public Path models() {
    String chosen = variables.getOrDefault("LANGEVIN_MODELS", "");
    return chosen.isBlank() ? home.resolve("models") : Path.of(chosen);
  }

  /** {@code LANGEVIN_CA}, if it is set. */
  public Optional<Path> ca() {
    String chosen = variables.getOrDefault("LANGEVIN_CA", "");
    return chosen.isBlank() ? Optional.empty() : Optional.of(Path.of(chosen));
  }

  /** {@code LANGEVIN_API_KEY}, or empty. */
  public String apiKey() {
    return variables.getOrDefault("LANGEVIN_API_KEY", "");
  }

  /** {@code LANGEVIN_SERVER}, or empty. */
  public String server() {
    return variables.getOrDefault("LANGEVIN_SERVER", "");
  }
}
