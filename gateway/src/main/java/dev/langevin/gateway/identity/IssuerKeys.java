package dev.langevin.gateway.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * An issuer's public keys: kept for five minutes, asked for anew when a token names one that is not
 * among them, though not more than twice in half a minute, since anybody can name keys. Where they
 * are is asked of the issuer (OpenID Connect Discovery 1.0, section 4), not before somebody shows a
 * token: a gateway starts without it.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int LIMIT = 256 << 10;
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration REFRESH = Duration.ofSeconds(15);
  private static final Duration BETWEEN = Duration.ofSeconds(30);

  /** How long the issuer is left alone after it could not be asked where its keys are. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(15);

  /** How long keys are still good that the issuer does not give out at present. */
  private static final Duration OUTAGE = Duration.ofHours(1);

  private static final String WELL_KNOWN = "/.well-known/openid-configuration";

  private final TokenConfig config;
  private final DefaultResourceRetriever retriever =
      new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, LIMIT);
  private final InstantSource clock;
  private volatile JWKSource<SecurityContext> source;
  private KeySourceException failure;
  private Instant failed;

  IssuerKeys(TokenConfig config) {
    this(config, InstantSource.system());
  }

  IssuerKeys(TokenConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
    return found().get(selector, context);
  }

  private JWKSource<SecurityContext> found() throws KeySourceException {
    JWKSource<SecurityContext> known = source;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      if (source == null) {
        source = open(config.keys().isEmpty() ? discoveredOrNotYet() : config.keys());
      }
      return source;
    }
  }

  private JWKSource<SecurityContext> open(String address) throws KeySourceException {
    try {
      URL url = URI.create(address).toURL();
      return JWKSourceBuilder.<SecurityContext>create(url, retriever)
          .cache(KEPT.toMillis(), REFRESH.toMillis())
          .refreshAheadCache(false)
          .rateLimited(BETWEEN.toMillis())
          .retrying(true)
          .outageTolerant(OUTAGE.toMillis())
          .build();
    } catch (IOException | IllegalArgumentException e) {
      throw new KeySourceException(address + " is no URL", e);
    }
  }

  /** An issuer that was away just now is not waited for by each who comes. */
  private String discoveredOrNotYet() throws KeySourceException {
    if (failure != null && clock.instant().isBefore(failed.plus(AFTER_FAILURE))) {
      throw failure;
    }
    try {
      return discovered();
    } catch (KeySourceException e) {
      failure = e;
      failed = clock.instant();
      throw e;
    }
  }

  private String discovered() throws KeySourceException {
    String base = config.issuer().replaceFirst("/$", "") + WELL_KNOWN;
    try {
      URL url = URI.create(base).toURL();
      Map<String, Object> document =
          JSONObjectUtils.parse(retriever.retrieveResource(url).getContent());
      String issuer = JSONObjectUtils.getString(document, "issuer");
      if (!config.issuer().equals(issuer)) {
        throw new KeySourceException("%s is of another issuer, %s".formatted(base, issuer), null);
      }
      String keys = JSONObjectUtils.getString(document, "jwks_uri");
      if (keys == null) {
        throw new KeySourceException(base + " has no jwks_uri", null);
      }
      if (!TokenConfig.safe(keys)) {
        throw new KeySourceException(
            "%s: jwks_uri %s is no https address".formatted(base, keys), null);
      }
      return keys;
    } catch (IOException | ParseException e) {
      throw new KeySourceException("%s can't be read: %s".formatted(base, e.getMessage()), e);
    }
  }
}
