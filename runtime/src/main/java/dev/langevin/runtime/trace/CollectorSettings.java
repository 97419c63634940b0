package dev.langevin.runtime.trace;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where spans are sent to.
 *
 * @param url LANGEVIN_TRACES_ENDPOINT, with the protocol's path if it has none
 * @param headersFile LANGEVIN_TRACES_HEADERS, if there are headers; a file, since they may be
 *     secret
 */
record CollectorSettings(URI url, Optional<Path> headersFile) {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorSettings.class);

  /** Where the protocol says that traces go. */
  private static final String PATH = "/v1/traces";

  /** What the message is, which nobody else can say. */
  private static final Set<String> OURS = Set.of("content-type", "content-encoding");

  /** Reads them; empty if spans are sent nowhere. */
  static Optional<CollectorSettings> of(Environment environment) {
    String endpoint = environment.text("TRACES_ENDPOINT", "");
    Optional<Path> headers = Optional.ofNullable(environment.path("TRACES_HEADERS", null));
    if (endpoint.isEmpty()) {
      if (headers.isPresent()) {
        throw new ConfigurationException(
            "LANGEVIN_TRACES_HEADERS: %s has no use without LANGEVIN_TRACES_ENDPOINT"
                .formatted(headers.get()));
      }
      return Optional.empty();
    }
    headers.ifPresent(
        file -> {
          try {
            read(file);
          } catch (IOException e) {
            throw new ConfigurationException(
                "LANGEVIN_TRACES_HEADERS: %s can't be read".formatted(file), e);
          }
        });
    return Optional.of(new CollectorSettings(url(endpoint), headers));
  }

  /** Those of the file at this moment; none while it can't be read or used. */
  Map<String, String> headers() {
    if (headersFile.isEmpty()) {
      return Map.of();
    }
    try {
      return read(headersFile.get());
    } catch (IOException e) {
      LOG.warn("{} can't be read: {}", headersFile.get(), e.toString());
      return Map.of();
    } catch (ConfigurationException e) {
      LOG.warn("No headers are sent: {}", e.getMessage());
      return Map.of();
    }
  }

  private static URI url(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
        return bare ? uri.resolve(PATH) : uri;
      }
    } catch (IllegalArgumentException e) {
      LOG.debug("Not a URL", e);
    }
    throw new ConfigurationException(
        "LANGEVIN_TRACES_ENDPOINT: %s is not an http or https URL such as http://127.0.0.1:4318"
            .formatted(endpoint));
  }

  /**
   * Reads the file; what is wrong with it is said by the number of the line, since a value may be
   * secret.
   */
  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      if (!allowed(name, value)) {
        throw new ConfigurationException(
            "LANGEVIN_TRACES_HEADERS: %s: line %d is not 'name: value' with a name and a value that"
                    .formatted(file, i + 1)
                + " HTTP allows, and that is not one of those that are set here (Content-Type,"
                + " Content-Encoding) or by HTTP itself (such as Host)");
      }
      headers.put(name, value);
    }
    return headers;
  }

  /** As the client that sends them has it, which throws at the others. */
  private static boolean allowed(String name, String value) {
    if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
      return false;
    }
    try {
      HttpRequest.newBuilder().setHeader(name, value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
