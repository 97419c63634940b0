package dev.langevin.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.langevin.gateway.GatewayException;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of a real issuer over HTTP. */
class TokensIT {
  private Issuer issuer;
  private Tokens tokens;
  private Duration later = Duration.ZERO;

  @BeforeEach
  void begin() throws Exception {
    issuer = new Issuer();
    tokens =
        new Tokens(
            issuer.config(),
            new IssuerKeys(issuer.config(), () -> Instant.now().plus(later)),
            Clock.systemUTC());
  }

  @AfterEach
  void end() {
    issuer.close();
  }

  private void assertRefused(String token, String reason, String message) {
    assertThatThrownBy(() -> tokens.caller(token))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> {
              assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
              assertThat(e.getMessage()).contains(message).doesNotContain(token.split("\\.")[1]);
            });
  }

  private void assertRefused(UnaryOperator<JWTClaimsSet.Builder> claims, String message)
      throws Exception {
    assertRefused(issuer.token(claims), "TOKEN_INVALID", message);
  }

  @Test
  void caller_withAGoodToken_isItsTenantAndSubject() throws Exception {
    Caller caller = tokens.caller(issuer.token(claims -> claims));
    assertThat(caller)
        .isEqualTo(new Caller("acme", "user:ada", Set.of(Scope.READ, Scope.WRITE), caller.until()));
    assertThat(caller.until()).isBetween(Instant.now(), Instant.now().plusSeconds(331));
    assertThat(
            tokens
                .caller(
                    issuer.token(
                        c -> c.claim("scope", null).claim("scp", List.of("langevin:admin", "x"))))
                .scopes())
        .containsExactly(Scope.ADMIN);
    assertThat(tokens.caller(issuer.token(c -> c.claim("scope", "read write"))).scopes()).isEmpty();
    issuer.useRsa();
    Tokens others = new Tokens(issuer.config(), new IssuerKeys(issuer.config()), Clock.systemUTC());
    assertThat(others.caller(issuer.token(c -> c)).tenant()).isEqualTo("acme");
  }

  @Test
  void caller_withClaimsThatAreNotForHere_isRefused() throws Exception {
    assertRefused(c -> c.issuer("https://other.example"), "iss");
    assertRefused(c -> c.audience("other"), "aud");
    assertRefused(c -> c.audience((String) null), "aud");
    assertRefused(c -> c.subject(null), "sub");
    assertRefused(c -> c.expirationTime(null), "exp");
    assertRefused(c -> c.claim("tenant", null), "claim tenant has no tenant");
    assertRefused(c -> c.claim("tenant", "a/b"), "claim tenant has no tenant");
    assertRefused(c -> c.claim("tenant", 7), "claim tenant has no tenant");
    assertRefused(
        c -> c.notBeforeTime(Date.from(Instant.now().plusSeconds(90))), "before use time");
  }

  @Test
  void caller_atTheEdgeOfTime_hasHalfAMinute() throws Exception {
    Instant now = Instant.now();
    String late = issuer.token(c -> c.expirationTime(Date.from(now.minusSeconds(20))));
    String early = issuer.token(c -> c.notBeforeTime(Date.from(now.plusSeconds(20))));
    assertThat(tokens.caller(late).tenant()).isEqualTo("acme");
    assertThat(tokens.caller(early).tenant()).isEqualTo("acme");
    assertRefused(
        issuer.token(c -> c.expirationTime(Date.from(now.minusSeconds(40)))),
        "TOKEN_EXPIRED",
        "expired");
  }

  @Test
  void caller_withAForgedToken_isRefused() throws Exception {
    JWTClaimsSet claims = SignedJWT.parse(issuer.token(c -> c)).getJWTClaimsSet();
    assertRefused(new PlainJWT(claims).serialize(), "TOKEN_INVALID", "");
    SignedJWT shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    shared.sign(new MACSigner(new byte[32]));
    assertRefused(shared.serialize(), "TOKEN_INVALID", "");
    assertRefused(
        issuer.token(new ECKeyGenerator(Curve.P_256).keyID("first").generate(), c -> c),
        "TOKEN_INVALID",
        "signature");
    String good = issuer.token(c -> c);
    String other = issuer.token(c -> c.claim("tenant", "other"));
    assertRefused(
        other.substring(0, other.lastIndexOf('.')) + good.substring(good.lastIndexOf('.')),
        "TOKEN_INVALID",
        "signature");
    assertRefused("a.b.c", "TOKEN_INVALID", "no signed JWT");
    assertRefused("a." + "b".repeat(20_000) + ".c", "TOKEN_INVALID", "longer than 8,192");
  }

  @Test
  void keys_thatChange_areFoundAndThoseOfBeforeGo() throws Exception {
    String before = issuer.token(c -> c);
    assertThat(tokens.caller(before).tenant()).isEqualTo("acme");
    for (int i = 0; i < 20; i++) {
      tokens.caller(before);
    }
    assertThat(issuer.asked).hasValue(1);
    issuer.rotate();
    assertThat(tokens.caller(issuer.token(c -> c)).tenant()).isEqualTo("acme");
    assertRefused(before, "TOKEN_INVALID", "");
  }

  /** Anybody can name keys; that must not have the issuer asked each time. */
  @Test
  void keys_thatNobodyHas_areNotAskedForAgainAndAgain() throws Exception {
    tokens.caller(issuer.token(c -> c));
    for (int i = 0; i < 20; i++) {
      assertRefused(
          issuer.token(new ECKeyGenerator(Curve.P_256).keyID("k" + i).generate(), c -> c),
          "TOKEN_INVALID",
          "");
    }
    assertThat(issuer.asked.get()).isLessThanOrEqualTo(3);
    assertThat(tokens.caller(issuer.token(c -> c)).tenant()).isEqualTo("acme");
  }

  @Test
  void issuer_thatIsAway_isUnavailableUntilItIsBack() throws Exception {
    issuer.away = true;
    String token = issuer.token(c -> c);
    assertThatThrownBy(() -> tokens.caller(token))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> {
              assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(e.reason()).isEqualTo("ISSUER_UNAVAILABLE");
            });
    issuer.away = false;
    assertThatThrownBy(() -> tokens.caller(token))
        .as("it is left alone for a while")
        .hasMessageContaining("can't be had");
    later = Duration.ofSeconds(16);
    assertThat(tokens.caller(token).tenant()).isEqualTo("acme");
    issuer.away = true;
    assertThat(tokens.caller(token).tenant()).as("keys are kept").isEqualTo("acme");
  }

  @Test
  void issuer_thatSaysItIsAnother_isNotBelieved() throws Exception {
    issuer.claimed = "https://other.example";
    String token = issuer.token(c -> c);
    assertThatThrownBy(() -> tokens.caller(token))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("is of another issuer");
  }

  @Test
  void issuer_whoseKeysComeInTheClear_isNotBelieved() throws Exception {
    issuer.keysAt = "http://keys.example/keys";
    String token = issuer.token(c -> c);
    assertThatThrownBy(() -> tokens.caller(token))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("jwks_uri http://keys.example/keys is no https address");
  }

  @Test
  void known_forAMinuteAndNotPastItsEnd() throws Exception {
    Instant now = Instant.now();
    SeenTokens seen = new SeenTokens();
    Caller caller = new Caller("acme", "user:ada", Set.of(), now.plus(Duration.ofHours(1)));
    Caller brief = new Caller("acme", "user:ada", Set.of(), now.plusSeconds(10));
    seen.add("a", caller, now);
    seen.add("b", brief, now);
    assertThat(seen.find("a", now.plusSeconds(59))).contains(caller);
    assertThat(seen.find("a", now.plusSeconds(60))).isEmpty();
    assertThat(seen.find("b", now.plusSeconds(10))).isEmpty();
    for (int i = 0; i < SeenTokens.MOST; i++) {
      seen.add("t" + i, caller, now);
    }
    assertThat(seen.find("a", now)).as("the oldest gives way").isEmpty();
    assertThat(seen.find("t1", now)).contains(caller);
  }
}
