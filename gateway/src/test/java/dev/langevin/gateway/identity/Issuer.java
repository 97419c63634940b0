package dev.langevin.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An issuer of tokens on this machine: it says where its keys are, and gives them out. */
public final class Issuer implements AutoCloseable {
  public static final String AUDIENCE = "langevin";

  private final HttpServer server;

  /** How often its keys were asked for. */
  final AtomicInteger asked = new AtomicInteger();

  volatile boolean away;
  volatile String claimed;

  /** Where it says that its keys are; null for where they are. */
  volatile String keysAt;

  private volatile JWKSet published;
  private volatile JWK signing;

  public Issuer() throws IOException, JOSEException {
    signing = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
    published = new JWKSet(signing);
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange,
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}"
                    .formatted(
                        claimed == null ? address() : claimed,
                        keysAt == null ? address() + "/keys" : keysAt)));
    server.createContext(
        "/keys",
        exchange -> {
          asked.incrementAndGet();
          answer(exchange, published.toPublicJWKSet().toString());
        });
    server.start();
  }

  private void answer(com.sun.net.httpserver.HttpExchange exchange, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(away ? 503 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  TokenConfig config() {
    return new TokenConfig(
        address(), AUDIENCE, "", "tenant", java.util.Set.of("RS256", "PS256", "ES256"));
  }

  /** Signs with another key from now on. */
  void rotate() throws JOSEException {
    signing = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
    published = new JWKSet(signing);
  }

  /** Signs with RSA from now on. */
  void useRsa() throws JOSEException {
    signing = new RSAKeyGenerator(2048).keyID("rsa").generate();
    published = new JWKSet(signing);
  }

  JWK signing() {
    return signing;
  }

  /** A token for this server, as it is or with other claims. */
  public String token(String tenant, String scopes) throws JOSEException {
    return token(claims -> claims.claim("tenant", tenant).claim("scope", scopes));
  }

  String token(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
    return token(signing, change);
  }

  String token(JWK key, UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(address())
            .audience(AUDIENCE)
            .subject("ada")
            .claim("tenant", "acme")
            .claim("scope", "openid langevin:read langevin:write")
            .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    boolean rsa = key instanceof RSAKey;
    JWSSigner signer = rsa ? new RSASSASigner((RSAKey) key) : new ECDSASigner((ECKey) key);
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build(),
            change.apply(claims).build());
    token.sign(signer);
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
