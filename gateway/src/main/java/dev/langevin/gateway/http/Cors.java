package dev.langevin.gateway.http;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which pages of other sites may use this server: those whose origin is listed. Browsers name a
 * page's origin in each request that could change something, so others are refused, not only kept
 * from reading the answer.
 *
 * @param origins as browsers write them, such as {@code https://example.org}; {@code *} for all
 */
public record Cors(List<String> origins) {
  private static final String EXPOSED =
      "Content-Disposition, Content-Range, ETag, Location, Preference-Applied, Retry-After,"
          + " WWW-Authenticate, grpc-message, grpc-status, grpc-status-details-bin, langevin-reason";

  /** How long browsers may keep the answer to a preflight, in seconds. */
  private static final String KEPT = "7200";

  /** Whether a page of this origin may use the server. */
  public boolean allows(String origin) {
    return origins.contains("*") || origins.contains(origin);
  }

  /**
   * Whether a request is of a page that may not: of another site than the one that it was sent to.
   *
   * @param origin the header; null if there is none
   * @param host the header, host and port
   */
  public boolean refuses(String origin, String host) {
    return origin != null && !allows(origin) && !sameSite(origin, host);
  }

  /** The headers that let the page read the answer; none if it may not. */
  public Map<String, String> headers(String origin) {
    if (origin == null || !allows(origin)) {
      return origins.isEmpty() ? Map.of() : Map.of("Vary", "Origin");
    }
    return Map.of(
        "Access-Control-Allow-Origin",
        origin,
        "Access-Control-Expose-Headers",
        EXPOSED,
        "Vary",
        "Origin");
  }

  /**
   * The answer to what a browser asks before a request.
   *
   * @param asked the headers that the page wants to send; null for none
   */
  public Map<String, String> preflight(String asked) {
    return Map.of(
        "Access-Control-Allow-Methods",
        "GET, HEAD, POST, DELETE, OPTIONS",
        "Access-Control-Allow-Headers",
        Optional.ofNullable(asked).orElse("Content-Type"),
        "Access-Control-Max-Age",
        KEPT);
  }

  private static boolean sameSite(String origin, String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
