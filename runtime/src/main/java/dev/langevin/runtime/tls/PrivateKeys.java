package dev.langevin.runtime.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;

/**
 * Private keys in the forms that they are handed out in: PKCS #8, and the older ones of RSA (PKCS
 * #1) and of elliptic curves (SEC 1), which certificate managers still write by default.
 */
final class PrivateKeys {
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final byte[] VERSION = {2, 1, 0};
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC_ID = HexFormat.of().parseHex("06072a8648ce3d0201");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int OBJECT_ID = 0x06;
  private static final int CURVE = 0xa0;

  private PrivateKeys() {}

  /**
   * The key of a file.
   *
   * @param blocks what the file holds
   * @throws GeneralSecurityException if it has none that can be used; the message says why
   */
  static PrivateKey read(List<Pem> blocks) throws GeneralSecurityException {
    for (Pem block : blocks) {
      switch (block.label()) {
        case "PRIVATE KEY":
          return parse(block.bytes());
        case "RSA PRIVATE KEY":
          return parse(sequence(VERSION, RSA, field(OCTETS, block.bytes())));
        case "EC PRIVATE KEY":
          byte[] kind = sequence(EC_ID, curve(block.bytes()));
          return parse(sequence(VERSION, kind, field(OCTETS, block.bytes())));
        default:
          if (block.label().startsWith("ENCRYPTED ")) {
            throw new InvalidKeySpecException(
                "its key is encrypted; write it without a password, readable by its owner alone");
          }
      }
    }
    throw new InvalidKeySpecException(
        blocks.isEmpty()
            ? "it holds no key in PEM"
            : "it holds no key, but " + blocks.getFirst().label());
  }

  /** Whether the two are halves of one key. */
  static boolean fit(PrivateKey key, PublicKey open) throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(open.getAlgorithm())) {
      return false;
    }
    Signature signature = Signature.getInstance(signing(key));
    byte[] something = {1, 2, 3};
    signature.initSign(key);
    signature.update(something);
    byte[] signed = signature.sign();
    signature.initVerify(open);
    signature.update(something);
    try {
      return signature.verify(signed);
    } catch (SignatureException e) {
      return false; // of another length: the key is larger or smaller
    }
  }

  private static String signing(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }

  private static PrivateKey parse(byte[] pkcs8) throws GeneralSecurityException {
    InvalidKeySpecException last = null;
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        last = e;
      }
    }
    throw new InvalidKeySpecException(
        "its key is damaged, or of another kind than RSA, EC and EdDSA", last);
  }

  /** The curve's object id, which an EC key of SEC 1 names after the number itself. */
  private static byte[] curve(byte[] sec1) throws InvalidKeySpecException {
    for (int i = 0; i + 3 < sec1.length; i++) {
      if ((sec1[i] & 0xff) == CURVE && sec1[i + 2] == OBJECT_ID) {
        int length = sec1[i + 3] + 2;
        if (length == sec1[i + 1] && i + 2 + length <= sec1.length) {
          return java.util.Arrays.copyOfRange(sec1, i + 2, i + 2 + length);
        }
      }
    }
    throw new InvalidKeySpecException("its key does not name its curve; write it as PKCS #8");
  }

  private static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return field(SEQUENCE, all.toByteArray());
  }

  /** A field of DER: kind, length, content. */
  private static byte[] field(int kind, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(kind);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
