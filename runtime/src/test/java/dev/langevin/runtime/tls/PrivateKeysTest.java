package dev.langevin.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateKeysTest {
  @ParameterizedTest
  @CsvSource({"RSA, 2048", "EC, 256", "EC, 384", "Ed25519, 255"})
  void read_pkcs8_isTheKey(String algorithm, int bits) throws Exception {
    KeyPair pair = pair(algorithm, bits);
    String text = new Pem("PRIVATE KEY", pair.getPrivate().getEncoded()).text();

    assertThat(PrivateKeys.fit(PrivateKeys.read(Pem.all(text)), pair.getPublic())).isTrue();
  }

  @Test
  void read_rsaOfPkcs1_isTheKey() throws Exception {
    KeyPair pair = pair("RSA", 3072);
    byte[] bare =
        PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
            .parsePrivateKey()
            .toASN1Primitive()
            .getEncoded();
    String text = new Pem("RSA PRIVATE KEY", bare).text();

    assertThat(PrivateKeys.fit(PrivateKeys.read(Pem.all(text)), pair.getPublic())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"256, 1.2.840.10045.3.1.7", "384, 1.3.132.0.34", "521, 1.3.132.0.35"})
  void read_curveOfSec1_isTheKey(int bits, String curve) throws Exception {
    KeyPair pair = pair("EC", bits);
    byte[] bare =
        new org.bouncycastle.asn1.sec.ECPrivateKey(
                bits, ((ECPrivateKey) pair.getPrivate()).getS(), new ASN1ObjectIdentifier(curve))
            .getEncoded();
    String text =
        new Pem("EC PARAMETERS", new byte[] {5, 0}).text() + new Pem("EC PRIVATE KEY", bare).text();

    assertThat(PrivateKeys.fit(PrivateKeys.read(Pem.all(text)), pair.getPublic())).isTrue();
  }

  @Test
  void read_whatIsNoKey_saysWhy() {
    String encrypted =
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED

        AAAA
        -----END RSA PRIVATE KEY-----
        """;
    assertThatThrownBy(() -> PrivateKeys.read(List.of())).hasMessage("it holds no key in PEM");
    assertThatThrownBy(() -> PrivateKeys.read(Pem.all(new Pem("CERTIFICATE", new byte[3]).text())))
        .hasMessage("it holds no key, but CERTIFICATE");
    assertThatThrownBy(() -> PrivateKeys.read(List.of(new Pem("PRIVATE KEY", new byte[9]))))
        .hasMessageStartingWith("its key is damaged");
    assertThatThrownBy(() -> PrivateKeys.read(List.of(new Pem("EC PRIVATE KEY", new byte[9]))))
        .hasMessageStartingWith("its key does not name its curve");
    assertThatThrownBy(() -> PrivateKeys.read(Pem.all(encrypted)))
        .hasMessageStartingWith("its key is encrypted");
    assertThatThrownBy(
            () -> PrivateKeys.read(List.of(new Pem("ENCRYPTED PRIVATE KEY", new byte[9]))))
        .hasMessageStartingWith("its key is encrypted");
  }

  @Test
  void fit_keysOfOthers_doNot() throws Exception {
    KeyPair one = pair("EC", 256);
    KeyPair other = pair("EC", 256);
    KeyPair third = pair("RSA", 2048);

    assertThat(PrivateKeys.fit(one.getPrivate(), other.getPublic())).isFalse();
    assertThat(PrivateKeys.fit(one.getPrivate(), third.getPublic())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"EC, 256, EC, 384", "RSA, 2048, RSA, 3072", "Ed25519, 255, Ed448, 448"})
  void fit_keysOfAnotherSize_doNot(String one, int bits, String other, int more) throws Exception {
    KeyPair small = pair(one, bits);
    KeyPair large = pair(other, more);

    assertThat(PrivateKeys.fit(small.getPrivate(), large.getPublic())).isFalse();
    assertThat(PrivateKeys.fit(large.getPrivate(), small.getPublic())).isFalse();
  }

  private static KeyPair pair(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
