package dev.langevin.gateway.identity;

import dev.langevin.gateway.GatewayException;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why somebody is not let in: one factory for each reason. None of the messages has anything of a
 * key or token but the key's id, which is no secret.
 */
public final class SignInRefusal {
  private static final Logger LOG = LoggerFactory.getLogger(SignInRefusal.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private SignInRefusal() {}

  /** There is neither a key nor a token. */
  static GatewayException missing() {
    return unauthenticated(
        "KEY_MISSING", "no key; send one as \"authorization: Bearer KEY\" or \"x-api-key: KEY\"");
  }

  /** The header is there and has another form. */
  static GatewayException scheme() {
    return unauthenticated("KEY_MISSING", "authorization: it is not \"Bearer\" and a key or token");
  }

  /** There is no such key. */
  static GatewayException unknown() {
    return unauthenticated("KEY_UNKNOWN", "the key is none of this server's");
  }

  /** Its time is over. */
  static GatewayException expired(String id, Instant when) {
    return unauthenticated("KEY_EXPIRED", "key %s expired at %s".formatted(id, when));
  }

  /** Somebody revoked it. */
  static GatewayException revoked(String id, Instant when) {
    return unauthenticated("KEY_REVOKED", "key %s was revoked at %s".formatted(id, when));
  }

  /** The token is none, or not for this server. */
  static GatewayException token(String why) {
    return unauthenticated("TOKEN_INVALID", "the token is refused: " + why);
  }

  /** The token was good. */
  static GatewayException tokenExpired() {
    return unauthenticated("TOKEN_EXPIRED", "the token has expired; get a new one");
  }

  /** Whether the token is good can't be told at present. */
  static GatewayException issuerAway(String why) {
    return GatewayException.of(
        Status.Code.UNAVAILABLE,
        "ISSUER_UNAVAILABLE",
        "the keys of the tokens' issuer can't be had: " + why,
        RETRY);
  }

  /** What the caller signed in with has ended while the call went on. */
  public static GatewayException ended() {
    return unauthenticated("KEY_ENDED", "the key or token has ended meanwhile; sign in anew");
  }

  /** Looking at the token failed; its sender can't know why. */
  public static GatewayException broken(RuntimeException why) {
    LOG.error("A token could not be looked at", why);
    return token("it could not be looked at");
  }

  /** More tokens than can be looked at have come at once. */
  public static GatewayException busy() {
    return GatewayException.of(
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_SIGN_INS",
        "more tokens came at once than this gateway looks at; try again",
        RETRY);
  }

  /** It is known who calls, and it may not do this. */
  static GatewayException scope(Scope needed, Caller caller) {
    return GatewayException.of(
        Status.Code.PERMISSION_DENIED,
        "SCOPE_MISSING",
        "this call needs the scope %s; %s has %s"
            .formatted(needed.text(), caller.subject(), caller.has()),
        null);
  }

  private static GatewayException unauthenticated(String reason, String message) {
    return GatewayException.of(Status.Code.UNAUTHENTICATED, reason, message, null);
  }
}
