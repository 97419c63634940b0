package dev.langevin.runtime.trace;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  /** Reads them; empty if spans are sent nowhere. */
  static Optional<CollectorSettings> of(Environment environment) {
    String endpoint = environment.text("TRACES_ENDPOINT", "");
    Optional<Path> headers = Optional.ofNullable(environment.path("TRACES_HEADERS", null));
    if (endpoint.isEmpty()) {
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

  /** Those of the file at this moment; none while it can't be read. */
  Map<String, String> headers() {
    if (headersFile.isEmpty()) {
      return Map.of();
    }
    try {
      return read(headersFile.get());
    } catch (IOException e) {
      LOG.warn("{} can't be read: {}", headersFile.get(), e.toString());
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

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.startsWith("#")) {
        headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }
}
