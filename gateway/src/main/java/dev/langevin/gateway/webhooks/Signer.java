package dev.langevin.gateway.webhooks;

import dev.langevin.runtime.generations.Tenants;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what is sent, as Standard Webhooks 1.0 says: HMAC-SHA256 over id, timestamp and body with a
 * dot between each two. With several secrets there are several signatures, so that a receiver may
 * know the old one or the new one while they change.
 */
public final class Signer {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private final List<SecretKeySpec> keys;

  private Signer(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  /**
   * With secrets of 24 to 64 bytes, each {@code whsec_} and base64.
   *
   * @throws IllegalArgumentException for one that is none; it does not tell the secret
   */
  public static Signer of(List<String> secrets) {
    return new Signer(secrets.stream().map(Signer::key).toList());
  }

  /**
   * What signs the deliveries of a tenant: these secrets for {@code default}, for another their
   * HMAC-SHA256 over {@code tenant}, a byte 0 and its name. So nobody who can check a tenant's
   * deliveries can sign another's.
   */
  Signer of(String tenant) {
    if (tenant.equals(Tenants.DEFAULT)) {
      return this;
    }
    byte[] name = ("tenant\0" + tenant).getBytes(StandardCharsets.UTF_8);
    return new Signer(
        keys.stream().map(key -> new SecretKeySpec(hash(key, name), ALGORITHM)).toList());
  }

  /** The secrets of a tenant, as its receivers get them. */
  public List<String> secrets(String tenant) {
    return of(tenant).keys.stream()
        .map(key -> PREFIX + Base64.getEncoder().encodeToString(key.getEncoded()))
        .toList();
  }

  /** The value of the header {@code webhook-signature}. */
  String sign(String id, Instant timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8);
    return keys.stream()
        .map(key -> "v1," + Base64.getEncoder().encodeToString(hash(key, head, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] hash(SecretKeySpec key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static SecretKeySpec key(String secret) {
    String allowed = "%s and base64 of %d to %d bytes".formatted(PREFIX, SHORTEST, LONGEST);
    if (!secret.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a secret is not " + allowed);
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a secret is not " + allowed, e);
    }
    if (bytes.length < SHORTEST || bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "a secret of %d bytes is not %s".formatted(bytes.length, allowed));
    }
    return new SecretKeySpec(bytes, ALGORITHM);
  }
}
