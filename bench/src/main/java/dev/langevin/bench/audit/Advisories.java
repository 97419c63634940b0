package dev.langevin.bench.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Advisories, from wherever they lie: those that concern what is shipped; others are counted. */
final class Advisories {
  private static final int ADVISORY_BYTES = 16 << 20;

  /** Where they are published can't be reached. */
  static final class AwayException extends IOException {
    private static final long serialVersionUID = 1L;

    AwayException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final List<Library> shipped;
  private final Duration timeout;
  private final List<Advisory> concerning = new ArrayList<>();
  private int count;

  /**
   * @param timeout of one that is fetched
   */
  Advisories(List<Library> shipped, Duration timeout) {
    this.shipped = shipped;
    this.timeout = timeout;
  }

  /** Those that concern something that is shipped. */
  List<Advisory> concerning() {
    return concerning;
  }

  /** How many were read. */
  int count() {
    return count;
  }

  /**
   * Reads some.
   *
   * @param source URL or path of an archive of files as OSV publishes one for each ecosystem, of a
   *     file with one advisory, a list of them, or the answer of OSV's API; or a folder of such
   *     files
   * @throws AwayException if what it is fetched from can't be reached
   * @throws IllegalArgumentException naming what can't be read
   */
  void read(String source) throws IOException, InterruptedException {
    int before = count;
    if (source.startsWith("https://") || source.startsWith("http://")) {
      Path fetched = Files.createTempFile("advisories", "");
      try {
        fetch(source, fetched);
        file(fetched);
      } finally {
        Files.delete(fetched);
      }
    } else if (Files.isDirectory(Path.of(source))) {
      try (Stream<Path> files = Files.walk(Path.of(source))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          file(file);
        }
      }
    } else {
      file(Path.of(source));
    }
    if (count == before) {
      throw new IllegalArgumentException(source + " holds no advisory");
    }
  }

  private void fetch(String source, Path to) throws AwayException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try {
      HttpRequest question = HttpRequest.newBuilder(URI.create(source)).build();
      int status =
          client
              .sendAsync(question, BodyHandlers.ofFile(to))
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
              .statusCode();
      if (status != 200) {
        throw new AwayException("%s answers with %d".formatted(source, status), null);
      }
    } catch (ExecutionException e) {
      throw new AwayException("%s: %s".formatted(source, e.getCause()), e);
    } catch (TimeoutException e) {
      throw new AwayException("%s: not there after %d s".formatted(source, timeout.toSeconds()), e);
    } finally {
      client.shutdownNow();
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
        json.getAsJsonArray().forEach(each -> add(Advisory.of(each.getAsJsonObject())));
      } else {
        add(Advisory.of(json.getAsJsonObject()));
      }
    } catch (JsonParseException
        | ClassCastException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) {
      throw new IllegalArgumentException(name + " is no advisory in OSV's form", e);
    }
  }

  /** OSV has more advisories for npm than fit into memory. */
  private void add(Advisory advisory) {
    count++;
    if (shipped.stream().anyMatch(advisory::concerns)) {
      concerning.add(advisory);
    }
  }
}
