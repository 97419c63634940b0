package dev.langevin.gateway.identity;

import java.util.Locale;

/**
 * What a caller shows. It is a secret, so that it has no text of its own.
 *
 * @param authorization the header; null if there is none
 * @param apiKey the header {@code x-api-key}; null if there is none
 */
public record SignInHeaders(String authorization, String apiKey) {
  private static final String BEARER = "bearer ";

  /**
   * The key or token.
   *
   * @throws dev.langevin.gateway.GatewayException UNAUTHENTICATED if there is none
   */
  String secret() {
    if (authorization == null) {
      if (apiKey == null || apiKey.isBlank()) {
        throw SignInRefusal.missing();
      }
      return apiKey.strip();
    }
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw SignInRefusal.scheme();
    }
    return authorization.substring(BEARER.length()).strip();
  }

  @Override
  public String toString() {
    return "credentials";
  }
}
