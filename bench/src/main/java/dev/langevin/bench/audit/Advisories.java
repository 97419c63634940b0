package dev.langevin.bench.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Advisories, from wherever they lie. */
final class Advisories {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int ADVISORY_BYTES = 16 << 20;

  private final List<Advisory> read = new ArrayList<>();

  private Advisories() {}

  /**
   * Reads them.
   *
   * @param source URL or path of an archive of files as OSV publishes one for each ecosystem, of a
   *     file with one advisory, a list of them, or the answer of OSV's API; or a folder of such
   *     files
   * @throws IllegalArgumentException naming what can't be read
   */
  static List<Advisory> read(String source) throws IOException, InterruptedException {
    Advisories advisories = new Advisories();
    if (source.startsWith("https://") || source.startsWith("http://")) {
      Path fetched = Files.createTempFile("advisories", "");
      try {
        fetch(source, fetched);
        advisories.file(fetched);
      } finally {
        Files.delete(fetched);
      }
    } else if (Files.isDirectory(Path.of(source))) {
      try (Stream<Path> files = Files.walk(Path.of(source))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          advisories.file(file);
        }
      }
    } else {
      advisories.file(Path.of(source));
    }
    if (advisories.read.isEmpty()) {
      throw new IllegalArgumentException(source + " holds no advisory");
    }
    return advisories.read;
  }

  private static void fetch(String source, Path to) throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      HttpResponse<Path> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(source)).timeout(TIMEOUT).build(),
              BodyHandlers.ofFile(to));
      if (answer.statusCode() != 200) {
        throw new IOException("%s answers with %d".formatted(source, answer.statusCode()));
      }
    }
  }

  private void file(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (Files.size(file) > 1 && in.read() == 'P' && in.read() == 'K') {
        archive(file);
      } else {
        json(file.toString(), Files.readString(file));
      }
    }
  }

  private void archive(Path file) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".json")) {
          byte[] bytes = zip.readNBytes(ADVISORY_BYTES);
          json(file + "/" + entry.getName(), new String(bytes, StandardCharsets.UTF_8));
        }
      }
    }
  }

  private void json(String name, String text) {
    try {
      JsonElement json = JsonParser.parseString(text);
      if (json.isJsonObject() && json.getAsJsonObject().has("vulns")) {
        json = json.getAsJsonObject().get("vulns");
      }
      if (json.isJsonArray()) {
        json.getAsJsonArray().forEach(each -> read.add(Advisory.of(each.getAsJsonObject())));
      } else {
        JsonObject one = json.getAsJsonObject();
        read.add(Advisory.of(one));
      }
    } catch (JsonParseException
        | ClassCastException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) {
      throw new IllegalArgumentException(name + " is no advisory in OSV's form", e);
    }
  }
}
