package dev.langevin.client.batch;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.langevin.client.CommandException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * A file of requests, and what a sweep makes of it: read again whenever it is needed, and never
 * held.
 *
 * @param file JSONL
 * @param sweep how its lines are expanded
 */
public record LinesFile(Path file, Sweep sweep) {
  /** The most lines that a server takes. */
  public static final int LIMIT = 100_000;

  /** Hands on the lines, expanded, without their ends. */
  public void read(Consumer<String> lines) {
    int number = 0;
    int[] count = {0};
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (sweep.none()) {
          lines.accept(line); // the server knows better what is wrong with it, and says so for all
        } else if (!line.isBlank()) {
          sweep
              .of(object(line, number), number)
              .forEach(
                  each -> {
                    if (++count[0] > LIMIT) {
                      throw CommandException.invalid(
                          "sweep", "more than " + LIMIT + " lines", "are too many");
                    }
                    lines.accept(each.toString());
                  });
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw CommandException.file("FILE", file, "can't be read: " + CommandException.reason(e));
    }
  }

  /** SHA-256 over all of it, expanded, and how many lines there are. */
  public Digest digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      int[] count = {0};
      read(
          line -> {
            count[0]++;
            digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
          });
      return new Digest(HexFormat.of().formatHex(digest.digest()), count[0]);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * What tells one file from another.
   *
   * @param sha256 64 lower-case hex digits
   * @param lines how many, blank ones included
   */
  public record Digest(String sha256, int lines) {}

  private static JsonObject object(String line, int number) {
    try {
      JsonElement element = JsonParser.parseString(line);
      if (element.isJsonObject()) {
        return element.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      throw CommandException.invalid("line " + number, "malformed JSON", e.getMessage());
    }
    throw CommandException.invalid("line " + number, line, "is not a JSON object");
  }
}
