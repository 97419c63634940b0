package dev.langevin.gateway.identity;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.gateway.files.FileJson;
import dev.langevin.runtime.generations.Tenants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The file of API keys: JSON, an object whose member {@code keys} has an object for each. Failures
 * are {@link IllegalArgumentException}s that name the member.
 */
public final class KeyFile {
  private static final Pattern ID = Pattern.compile("[0-9a-v]{16}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NAME = Pattern.compile("[ -~]{0,64}");
  private static final Set<String> MEMBERS =
      Set.of("id", "sha256", "tenant", "scopes", "name", "created", "expires", "revoked");
  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private KeyFile() {}

  /** Reads its bytes. */
  public static List<ApiKey> read(byte[] bytes) {
    JsonArray array = FileJson.of(bytes).requireKnown(Set.of("keys")).array("keys");
    List<ApiKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      FileJson json = FileJson.of(array.get(i), "keys[%d].".formatted(i)).requireKnown(MEMBERS);
      ApiKey key =
          new ApiKey(
              json.text("id", ID, "16 of 0-9 a-v"),
              json.text("sha256", SHA256, "64 hexadecimal digits"),
              tenant(json),
              scopes(json),
              json.has("name") ? json.text("name", NAME, "at most 64 letters of ASCII") : "",
              json.time("created").orElseThrow(() -> json.wrong("created", "absent")),
              json.time("expires"),
              json.time("revoked"));
      if (!ids.add(key.id())) {
        throw json.wrong("id", key.id() + " is the one of another key, too");
      }
      keys.add(key);
    }
    return keys;
  }

  /** What {@link #read} reads. */
  public static String text(List<ApiKey> keys) {
    JsonArray array = new JsonArray();
    keys.forEach(key -> array.add(json(key)));
    JsonObject whole = new JsonObject();
    whole.add("keys", array);
    return JSON.toJson(whole) + "\n";
  }

  /** The keys of a file; none if there is no such file. */
  public static List<ApiKey> load(Path file) {
    try {
      return Files.exists(file) ? read(Files.readAllBytes(file)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Puts these keys in place of those in a file, all at once: a gateway that reads it meanwhile
   * finds the ones or the others, and may read what comes if it could read what was there. A new
   * file is its owner's alone.
   */
  public static void store(Path file, List<ApiKey> keys) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path draft = Files.createTempFile(target.getParent(), ".keys", null);
      try {
        Files.writeString(draft, text(keys), StandardCharsets.UTF_8);
        if (Files.exists(target)) {
          likeBefore(draft, target);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Changes the keys of a file, one process after the other: none loses what another does.
   *
   * @param change makes the new keys of the old ones, and may refuse
   */
  public static void change(Path file, UnaryOperator<List<ApiKey>> change) {
    Path lock = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException(lock + " can't be locked");
      }
      store(file, change.apply(load(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A draft that root makes would be root's, and a gateway could not read its keys any more. */
  private static void likeBefore(Path draft, Path target) throws IOException {
    PosixFileAttributes before = Files.readAttributes(target, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    if (!now.owner().equals(before.owner())) {
      view.setOwner(before.owner());
    }
    if (!now.group().equals(before.group())) {
      view.setGroup(before.group());
    }
    view.setPermissions(before.permissions());
  }

  private static String tenant(FileJson json) {
    String tenant = json.text("tenant", Pattern.compile(".*"), "");
    if (!Tenants.valid(tenant)) {
      throw json.wrong("tenant", "it is not " + Tenants.FORM);
    }
    return tenant;
  }

  private static Set<Scope> scopes(FileJson json) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (JsonElement each : json.array("scopes")) {
      String text = each.isJsonPrimitive() ? each.getAsString() : "";
      scopes.add(Scopes.of(text).orElseThrow(() -> json.wrong("scopes", Scopes.ALLOWED)));
    }
    if (scopes.isEmpty()) {
      throw json.wrong("scopes", "none; " + Scopes.ALLOWED);
    }
    return scopes;
  }

  private static JsonObject json(ApiKey key) {
    JsonObject json = new JsonObject();
    json.addProperty("id", key.id());
    if (!key.name().isEmpty()) {
      json.addProperty("name", key.name());
    }
    json.addProperty("tenant", key.tenant());
    JsonArray scopes = new JsonArray();
    key.scopes().stream().sorted().forEach(scope -> scopes.add(scope.text()));
    json.add("scopes", scopes);
    json.addProperty("created", key.created().toString());
    key.expires().ifPresent(end -> json.addProperty("expires", end.toString()));
    key.revoked().ifPresent(end -> json.addProperty("revoked", end.toString()));
    json.addProperty("sha256", key.sha256());
    return json;
  }
}
