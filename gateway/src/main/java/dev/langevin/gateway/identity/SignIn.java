package dev.langevin.gateway.identity;

import dev.langevin.gateway.files.WatchedFile;
import dev.langevin.runtime.lifecycle.Parts;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who calls. Refusals are {@link dev.langevin.gateway.GatewayException}s, UNAUTHENTICATED
 * with reasons that begin with KEY or TOKEN.
 */
public final class SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final boolean required;
  private final WatchedFile<ApiKeys> keys;
  private final Tokens tokens;
  private final InstantSource clock;

  private SignIn(boolean required, WatchedFile<ApiKeys> keys, Tokens tokens, InstantSource clock) {
    this.required = required;
    this.keys = keys;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Reads the keys, and follows them.
   *
   * @param parts gets what has to be closed
   * @throws dev.langevin.runtime.config.ConfigurationException if they can't be read
   */
  public static SignIn start(Parts parts, AccessConfig config, InstantSource clock) {
    if (!config.required()) {
      LOG.debug("Nobody has to sign in");
      return new SignIn(false, null, null, clock);
    }
    WatchedFile<ApiKeys> keys =
        config
            .keys()
            .map(
                file ->
                    parts.add(
                        new WatchedFile<>(
                            "LANGEVIN_API_KEYS", file, bytes -> new ApiKeys(KeyFile.read(bytes)))))
            .orElse(null);
    Tokens tokens =
        config.tokens().map(token -> new Tokens(token, new IssuerKeys(token), clock)).orElse(null);
    LOG.info(
        "Callers sign in with {}{}{}",
        keys == null ? "" : keys.now().size() + " keys",
        keys == null || tokens == null ? "" : " and ",
        tokens == null ? "" : "tokens of " + config.tokens().get().issuer());
    return new SignIn(true, keys, tokens, clock);
  }

  /**
   * Who calls, where that takes microseconds; may be asked on an event loop.
   *
   * @return empty if it takes {@link #slowly longer}
   */
  public Optional<Caller> quickly(SignInHeaders shown) {
    if (!required) {
      return Optional.of(Caller.ANYBODY);
    }
    String secret = shown.secret();
    if (tokens != null && Tokens.looksLikeOne(secret)) {
      return tokens.known(secret);
    }
    if (keys == null) {
      throw SignInRefusal.token("it is no signed JWT");
    }
    KeyText key = KeyText.of(secret).orElseThrow(SignInRefusal::unknown);
    return Optional.of(keys.now().caller(key, clock.instant()));
  }

  /** Whether who signed in before still may: its key or token may have ended since. */
  public boolean holds(Caller caller) {
    if (caller.anonymous()) {
      return true;
    }
    return caller.until().isAfter(clock.instant())
        && (!caller.subject().startsWith(ApiKey.SUBJECT) || keys.now().holds(caller));
  }

  /** As {@link #quickly} for what has a signature, and perhaps keys that have to be asked for. */
  public Caller slowly(SignInHeaders shown) {
    return tokens.caller(shown.secret());
  }
}
