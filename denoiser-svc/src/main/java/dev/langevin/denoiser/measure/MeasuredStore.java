package dev.langevin.denoiser.measure;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was measured in the data directory. Without a usable one, it is measured again at
 * every start.
 */
public final class MeasuredStore {
  private static final Logger LOG = LoggerFactory.getLogger(MeasuredStore.class);
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final Path directory;

  /**
   * @param data the data directory
   */
  public MeasuredStore(Path data) {
    this.directory = data.resolve("calibration");
  }

  Optional<Measured> find(String numerics) {
    return read(file(numerics), Measured.class)
        .filter(m -> numerics.equals(m.numerics()) && m.cap() >= 0 && m.cap() <= 1024);
  }

  void save(Measured measured) {
    write(file(measured.numerics()), measured);
  }

  /** What the comparison of a rewritten network found. */
  Optional<Comparison> findComparison(String subject) {
    return read(file(subject), Comparison.class).filter(c -> subject.equals(c.subject()));
  }

  void save(Comparison comparison) {
    write(file(comparison.subject()), comparison);
  }

  private <T> Optional<T> read(Path file, Class<T> type) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(GSON.fromJson(Files.readString(file), type));
    } catch (IOException | JsonParseException e) {
      LOG.warn("{}: can't be read, so the model is measured again", file);
      LOG.debug("Why it can't be read", e);
      return Optional.empty();
    }
  }

  private void write(Path file, Object measured) {
    try {
      Files.createDirectories(directory);
      Path fresh = Files.createTempFile(directory, "measured", ".tmp");
      try {
        Files.writeString(fresh, GSON.toJson(measured) + "\n");
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      LOG.warn("{}: can't be written, so the next start measures again: {}", file, e.getMessage());
    }
  }

  private Path file(String numerics) {
    return directory.resolve(numerics.replaceAll("[^A-Za-z0-9.+-]", "_") + ".json");
  }
}
