package dev.langevin.runtime.model.fetch;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The files of a published model, sorted by path; {@code langevin-manifest.json} beside them.
 *
 * @param files all but the manifest itself
 */
public record ModelManifest(List<Entry> files) {
  /** The manifest's own name. */
  public static final String NAME = "langevin-manifest.json";

  /** Bytes of the largest manifest that is read. */
  static final int MOST_BYTES = 4 << 20;

  private static final int VERSION = 1;
  private static final int MOST_FILES = 10_000;
  private static final int LONGEST_PATH = 400;
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * A file.
   *
   * @param path below the model directory, parts joined by slashes
   * @param bytes how many it has
   * @param sha256 of them, 64 lower-case hex digits
   */
  public record Entry(String path, long bytes, String sha256) {}

  /**
   * Sorts the files, and checks that no path leads out of a directory.
   *
   * @throws FetchException naming the file
   */
  public ModelManifest {
    files = files.stream().sorted(Comparator.comparing(Entry::path)).toList();
    if (files.isEmpty() || files.size() > MOST_FILES) {
      throw FetchException.manifest(
          "files: %d of them is not in 1..%d".formatted(files.size(), MOST_FILES));
    }
    Set<String> paths = new HashSet<>();
    for (Entry file : files) {
      check(file);
      if (!paths.add(file.path())) {
        throw FetchException.manifest("files: %s is there twice".formatted(file.path()));
      }
    }
  }

  /** Of all files together. */
  public long bytes() {
    return files.stream().mapToLong(Entry::bytes).sum();
  }

  /** How it is stored: JSON. */
  public byte[] toBytes() {
    JsonArray list = new JsonArray();
    for (Entry file : files) {
      JsonObject entry = new JsonObject();
      entry.addProperty("path", file.path());
      entry.addProperty("bytes", file.bytes());
      entry.addProperty("sha256", file.sha256());
      list.add(entry);
    }
    JsonObject manifest = new JsonObject();
    manifest.addProperty("version", VERSION);
    manifest.add("files", list);
    String text = new GsonBuilder().setPrettyPrinting().create().toJson(manifest);
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws FetchException naming field and value
   */
  public static ModelManifest fromBytes(byte[] bytes) {
    try {
      JsonObject manifest =
          JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
      JsonElement version = manifest.get("version");
      if (version == null || version.getAsInt() != VERSION) {
        throw FetchException.manifest("version: %s is not %d".formatted(version, VERSION));
      }
      List<Entry> files = new ArrayList<>();
      for (JsonElement file : manifest.getAsJsonArray("files")) {
        JsonObject entry = file.getAsJsonObject();
        files.add(
            new Entry(
                entry.get("path").getAsString(),
                entry.get("bytes").getAsLong(),
                entry.get("sha256").getAsString()));
      }
      return new ModelManifest(files);
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | NumberFormatException
        | NullPointerException e) {
      throw FetchException.manifest(
          "it is not {\"version\": 1, \"files\": [{\"path\", \"bytes\", \"sha256\"}]}: " + e);
    }
  }

  private static void check(Entry file) {
    if (file.path().length() > LONGEST_PATH
        || !PATH.matcher(file.path()).matches()
        || file.path().equals(NAME)) {
      throw FetchException.name(file.path());
    }
    if (file.bytes() < 0) {
      throw FetchException.manifest(
          "%s: bytes: %d is not 0 or more".formatted(file.path(), file.bytes()));
    }
    if (!SHA256.matcher(file.sha256()).matches()) {
      throw FetchException.manifest(
          "%s: sha256: %s is not 64 hex digits".formatted(file.path(), file.sha256()));
    }
  }
}
