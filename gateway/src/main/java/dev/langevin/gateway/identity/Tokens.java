package dev.langevin.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.langevin.gateway.GatewayException;
import dev.langevin.runtime.generations.Tenants;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tokens (RFC 7519, RFC 8725) of one issuer for one audience: signature, issuer, audience, expiry
 * and beginning are checked, with half a minute for clocks that differ. Scopes are those of {@code
 * scope} or {@code scp} that begin with {@code langevin:}.
 */
final class Tokens {
  private static final int SKEW_SECONDS = 30;
  private static final int LONGEST = 8 << 10;
  private static final int LONGEST_SUBJECT = 200;
  private static final String PREFIX = "langevin:";

  private final TokenConfig config;
  private final InstantSource clock;
  private final SeenTokens seen = new SeenTokens();
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * @param keys the issuer's
   */
  Tokens(TokenConfig config, JWKSource<SecurityContext> keys, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    Set<JWSAlgorithm> algorithms =
        config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            config.audience(),
            new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
            Set.of("sub", "exp"));
    claims.setMaxClockSkew(SKEW_SECONDS);
    processor.setJWTClaimsSetVerifier(claims);
  }

  /** Whether a text may be a token: three parts with dots between them. */
  static boolean looksLikeOne(String text) {
    return text.chars().filter(c -> c == '.').count() == 2;
  }

  /** Who calls with a token that was looked at a moment ago; empty for others. */
  Optional<Caller> known(String token) {
    return seen.find(token, clock.instant());
  }

  /**
   * Who calls with a token. May ask the issuer for its keys.
   *
   * @throws GatewayException UNAUTHENTICATED if it is not good, UNAVAILABLE if that can't be told
   */
  Caller caller(String token) {
    if (token.length() > LONGEST) {
      throw SignInRefusal.token("it is longer than %,d characters".formatted(LONGEST));
    }
    JWTClaimsSet claims = checked(token);
    Instant end = claims.getExpirationTime().toInstant().plusSeconds(SKEW_SECONDS);
    Caller caller = new Caller(tenant(claims), subject(claims), scopes(claims), end);
    seen.add(token, caller, clock.instant());
    return caller;
  }

  private JWTClaimsSet checked(String token) {
    try {
      return processor.process(token, null);
    } catch (ExpiredJWTException e) {
      throw SignInRefusal.tokenExpired();
    } catch (ParseException e) {
      throw SignInRefusal.token("it is no signed JWT");
    } catch (BadJOSEException e) {
      throw SignInRefusal.token(e.getMessage());
    } catch (RateLimitReachedException e) {
      throw SignInRefusal.token("its key is none of the issuer's");
    } catch (JOSEException e) {
      throw SignInRefusal.issuerAway(e.getMessage());
    }
  }

  private String tenant(JWTClaimsSet claims) {
    Object tenant = claims.getClaim(config.tenantClaim());
    if (!(tenant instanceof String name) || !Tenants.valid(name)) {
      throw SignInRefusal.token(
          "its claim %s has no tenant: %s".formatted(config.tenantClaim(), Tenants.FORM));
    }
    return name;
  }

  private static String subject(JWTClaimsSet claims) {
    String subject = claims.getSubject();
    return "user:" + subject.substring(0, Math.min(LONGEST_SUBJECT, subject.length()));
  }

  private static Set<Scope> scopes(JWTClaimsSet claims) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : List.of("scope", "scp")) {
      for (String word : words(claims.getClaim(name))) {
        if (word.startsWith(PREFIX)) {
          Scopes.of(word.substring(PREFIX.length())).ifPresent(scopes::add);
        }
      }
    }
    return scopes;
  }

  /** Issuers write lists of scopes as lists, or as texts with spaces. */
  private static List<String> words(Object claim) {
    return switch (claim) {
      case String text -> List.of(text.split(" "));
      case Collection<?> list -> list.stream().map(String::valueOf).toList();
      case null, default -> List.of();
    };
  }
}
