package dev.langevin.gateway.identity;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens that were found good, for a minute: a signature costs as much as a hundred keys, and some
 * clients call often. Kept by their digests. Thread-safe.
 */
final class SeenTokens {
  /** How long a token is good without a look, so that one whose key is withdrawn soon is not. */
  static final Duration KEPT = Duration.ofMinutes(1);

  static final int MOST = 10_000;

  private record Seen(Caller caller, Instant until) {}

  private final Map<ByteBuffer, Seen> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Seen> eldest) {
          return size() > MOST;
        }
      };

  synchronized Optional<Caller> find(String token, Instant now) {
    Seen found = seen.get(digest(token));
    return found == null || !found.until().isAfter(now)
        ? Optional.empty()
        : Optional.of(found.caller());
  }

  /** Keeps one. */
  void add(String token, Caller caller, Instant now) {
    Instant later = now.plus(KEPT);
    Instant until = later.isBefore(caller.until()) ? later : caller.until();
    ByteBuffer digest = digest(token);
    synchronized (this) {
      seen.remove(digest); // so that it is the newest
      seen.put(digest, new Seen(caller, until));
    }
  }

  private static ByteBuffer digest(String token) {
    return ByteBuffer.wrap(KeyText.sha256(token));
  }
}
