package dev.langevin.runtime.tls.authority;

import dev.langevin.runtime.tls.KeyedCertificate;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues certificates of X.509 (RFC 5280) with keys on the curve P-256, whose handshakes cost a
 * tenth of RSA's.
 *
 * @param own its certificate, which those have to trust who are to trust the others, and its key
 */
public record CertificateAuthority(KeyedCertificate own) {
  private static final int SERIAL_BITS = 127;

  /** A new one. */
  public static CertificateAuthority create(String name, Instant from, Instant until) {
    try {
      KeyPair pair = pair();
      X500Principal principal = new X500Principal("CN=" + name + ",O=Langevin");
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              principal, serial(), Date.from(from), Date.from(until), principal, pair.getPublic());
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return new CertificateAuthority(new KeyedCertificate(sign(builder, pair), pair.getPrivate()));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw impossible(e);
    }
  }

  /** Issues a certificate, with a new key. */
  public KeyedCertificate issue(Order order) {
    try {
      KeyPair pair = pair();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              own.certificate(),
              serial(),
              Date.from(order.from()),
              Date.from(order.until()),
              new X500Principal("CN=" + order.owner() + ",O=Langevin"),
              pair.getPublic());
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(uses(order)))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              extensions.createAuthorityKeyIdentifier(own.certificate()))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              extensions.createSubjectKeyIdentifier(pair.getPublic()));
      if (!order.names().isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, names(order));
      }
      KeyPair signing = new KeyPair(own.certificate().getPublicKey(), own.key());
      return new KeyedCertificate(sign(builder, signing), pair.getPrivate());
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw impossible(e);
    }
  }

  private static KeyPurposeId[] uses(Order order) {
    return order.uses().stream()
        .sorted()
        .map(
            use ->
                switch (use) {
                  case SERVER -> KeyPurposeId.id_kp_serverAuth;
                  case CLIENT -> KeyPurposeId.id_kp_clientAuth;
                })
        .toArray(KeyPurposeId[]::new);
  }

  private static GeneralNames names(Order order) {
    return new GeneralNames(
        order.names().stream()
            .map(
                name ->
                    new GeneralName(
                        Order.address(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair pair)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, new SecureRandom());
  }

  private static IllegalStateException impossible(Exception e) {
    return new IllegalStateException("this Java can't issue certificates: " + e.getMessage(), e);
  }
}
