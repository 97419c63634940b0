package dev.langevin.gateway.identity;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** All keys, found by what they are called. */
final class ApiKeys {
  private record Known(ApiKey key, byte[] sha256) {}

  /** What an unknown key is compared with, so that it takes as long as a wrong one. */
  private static final byte[] NOBODY = new byte[32];

  private final Map<String, Known> keys = new HashMap<>();

  ApiKeys(List<ApiKey> keys) {
    for (ApiKey key : keys) {
      this.keys.put(key.id(), new Known(key, HexFormat.of().parseHex(key.sha256())));
    }
  }

  /**
   * Who calls with a key.
   *
   * @throws dev.langevin.gateway.GatewayException UNAUTHENTICATED if it is unknown or has ended;
   *     only who has the whole key is told of its end
   */
  Caller caller(KeyText shown, Instant now) {
    Known known = keys.get(shown.id());
    byte[] expected = known == null ? NOBODY : known.sha256();
    if (!MessageDigest.isEqual(shown.sha256(), expected) || known == null) {
      throw SignInRefusal.unknown();
    }
    return known.key().caller(now);
  }

  /** Whether the key that somebody signed in with before is still one. */
  boolean holds(Caller caller) {
    Known known = keys.get(caller.subject().substring(ApiKey.SUBJECT.length()));
    return known != null && known.key().revoked().isEmpty();
  }

  int size() {
    return keys.size();
  }
}
