package dev.langevin.gateway;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a gateway can be told about HTTP.
 *
 * @param corsOrigins origins whose pages may use it, such as {@code https://example.org}, or {@code
 *     *} for all
 * @param publicUrl where clients reach it, without a slash at the end; empty for what each request
 *     says in its Host
 * @param aliases other names of models, for clients of the OpenAI API
 * @param nearestSizes whether that API makes the nearest size in place of one that the model can't,
 *     with a warning, or refuses it
 * @param presigned for how long the store's own URLs of artifacts hold, which clients that ask for
 *     it are sent to; zero for none; LANGEVIN_PRESIGNED, up to 12 h
 */
public record WebConfig(
    List<String> corsOrigins,
    String publicUrl,
    Map<String, String> aliases,
    boolean nearestSizes,
    Duration presigned) {
  private static final Pattern ORIGIN =
      Pattern.compile(
          "\\*|[a-z][a-z0-9+.-]*://[a-z0-9.-]+(:\\d{1,5})?|[a-z]+://\\[[0-9a-f:]+](:\\d{1,5})?");
  private static final Pattern NAME = Pattern.compile("[\\w./@-]{1,128}");

  /** Checks them. */
  public WebConfig {
    corsOrigins = List.copyOf(corsOrigins);
    for (String origin : corsOrigins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw refused(
            "LANGEVIN_CORS_ORIGINS", origin, "* or an origin such as https://example.org");
      }
    }
    publicUrl =
        publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    if (!publicUrl.isEmpty() && !absolute(publicUrl)) {
      throw refused(
          "LANGEVIN_PUBLIC_URL", publicUrl, "an http or https URL such as https://example.org");
    }
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    aliases.forEach(
        (alias, model) -> {
          if (!NAME.matcher(alias).matches() || !NAME.matcher(model).matches()) {
            throw refused("LANGEVIN_MODEL_ALIASES", alias + "=" + model, "alias=model");
          }
        });
  }

  /** From the environment. */
  static WebConfig fromEnvironment(Environment environment) {
    Map<String, String> aliases = new LinkedHashMap<>();
    for (String pair : list(environment.text("MODEL_ALIASES", ""))) {
      String[] sides = pair.split("=", 2);
      if (sides.length < 2 || aliases.put(sides[0].strip(), sides[1].strip()) != null) {
        throw refused("LANGEVIN_MODEL_ALIASES", pair, "alias=model, each alias once");
      }
    }
    return new WebConfig(
        list(environment.text("CORS_ORIGINS", "")),
        environment.text("PUBLIC_URL", ""),
        aliases,
        environment.choice("OPENAI_SIZES", "nearest", "nearest", "refuse").equals("nearest"),
        environment.duration("PRESIGNED", Duration.ZERO, Duration.ZERO, Duration.ofHours(12)));
  }

  private static ConfigurationException refused(String key, String value, String allowed) {
    return new ConfigurationException("%s: %s is not %s".formatted(key, value, allowed));
  }

  private static List<String> list(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static boolean absolute(String url) {
    try {
      URI uri = URI.create(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
