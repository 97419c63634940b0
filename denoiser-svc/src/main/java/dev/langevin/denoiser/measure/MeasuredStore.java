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
    Path file = file(numerics);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Measured measured = GSON.fromJson(Files.readString(file), Measured.class);
      return Optional.ofNullable(measured)
          .filter(m -> numerics.equals(m.numerics()) && m.cap() >= 0 && m.cap() <= 1024);
    } catch (IOException | JsonParseException e) {
      LOG.warn("{}: can't be read, so the model is measured again", file);
      LOG.debug("Why it can't be read", e);
      return Optional.empty();
    }
  }

  void save(Measured measured) {
    Path file = file(measured.numerics());
    try {
      Files.createDirectories(directory);
      Path fresh = Files.createTempFile(directory, "measured", ".tmp");
      Files.writeString(fresh, GSON.toJson(measured) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{}: can't be written, so the next start measures again: {}", file, e.getMessage());
    }
  }

  private Path file(String numerics) {
    return directory.resolve(numerics.replaceAll("[^A-Za-z0-9.+-]", "_") + ".json");
  }
}
