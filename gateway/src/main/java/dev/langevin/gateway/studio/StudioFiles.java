package dev.langevin.gateway.studio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the page, by their paths below {@code /studio/}: our own beside this class, and
 * below {@code lib/} those of libraries, which come as WebJars.
 */
final class StudioFiles {
  /** What WebJars hold: {@code META-INF/resources/webjars/NAME/VERSION}. */
  private static final String WEBJARS = "META-INF/resources/webjars/";

  private static final String LIBRARY = "lib/";

  /** The files of libraries that the page loads; they have many more. */
  private static final Map<String, String> LIBRARIES =
      Map.of(
          "lib/lit-html/lit-html.js", "lit-html.js",
          "lib/lit-html/directives/repeat.js", "directives/repeat.js",
          "lib/lit-html/directives/live.js", "directives/live.js",
          "lib/lit-html/directive.js", "directive.js",
          "lib/lit-html/directive-helpers.js", "directive-helpers.js",
          "lib/chart.js/chart.umd.min.js", "dist/chart.umd.min.js");

  private static final Pattern OWN =
      Pattern.compile("[a-z][a-z0-9-]{0,40}(/[a-z][a-z0-9-]{0,40})?\\.(?<end>html|css|js|svg|png)");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  /** Only files that there are get in, so this is bounded. */
  private final Map<String, StudioFile> files = new ConcurrentHashMap<>();

  /** The file at a path; empty if there is none. */
  Optional<StudioFile> find(String path) {
    StudioFile known = files.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<StudioFile> read =
        bytes(path).map(bytes -> StudioFile.of(TYPES.get(ending(path)), bytes));
    read.ifPresent(file -> files.put(path, file));
    return read;
  }

  private static String ending(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static Optional<byte[]> bytes(String path) {
    if (path.startsWith(LIBRARY)) {
      return Optional.ofNullable(LIBRARIES.get(path))
          .flatMap(file -> library(path.split("/")[1], file));
    }
    return OWN.matcher(path).matches()
        ? resource(StudioFiles.class.getResourceAsStream(path))
        : Optional.empty();
  }

  private static Optional<byte[]> library(String name, String file) {
    ClassLoader loader = StudioFiles.class.getClassLoader();
    String about = "META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
    try (InputStream in = loader.getResourceAsStream(about)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      String version = properties.getProperty("version");
      return resource(loader.getResourceAsStream(WEBJARS + name + "/" + version + "/" + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<byte[]> resource(InputStream stream) {
    if (stream == null) {
      return Optional.empty();
    }
    try (stream) {
      return Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
