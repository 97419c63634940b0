package dev.langevin.runtime.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts whom the newest authorities signed; servers by the name that they were called by, and
 * clients if one of their names is allowed. Who is refused is told in the log.
 */
final class TrustedPeers extends X509ExtendedTrustManager {
  private final Refusals refusals = new Refusals(System::nanoTime);
  private final Set<String> allowed;
  private volatile X509ExtendedTrustManager newest;

  /**
   * @param allowed DNS names of which a client has to have one; empty for any client
   */
  TrustedPeers(Set<String> allowed) {
    this.allowed = allowed;
  }

  /** Trusts these from now on. */
  void trust(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      newest = authorities.isEmpty() ? null : manager(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java takes no authority: " + e.getMessage(), e);
    }
  }

  private static X509ExtendedTrustManager manager(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new IllegalStateException("this Java has no manager of X.509 authorities");
  }

  /** Judges a peer. */
  private interface Judgement {
    void by(X509ExtendedTrustManager manager) throws CertificateException;
  }

  private void judge(String peer, X509Certificate[] chain, Judgement judgement)
      throws CertificateException {
    X509ExtendedTrustManager manager = newest;
    try {
      if (manager == null) {
        throw new CertificateException("no authority is trusted here");
      }
      judgement.by(manager);
    } catch (CertificateException e) {
      String subject = chain.length == 0 ? "nobody" : chain[0].getSubjectX500Principal().toString();
      String why = Handshakes.why(e).orElse(String.valueOf(e.getMessage()));
      refusals.tell(
          "A %s is refused, %s: %s".formatted(peer, Refusals.shown(subject), Refusals.clean(why)));
      throw e;
    }
  }

  private void client(X509Certificate[] chain, Judgement judgement) throws CertificateException {
    judge(
        "client",
        chain,
        manager -> {
          judgement.by(manager);
          List<String> names = Names.of(chain[0]);
          if (!allowed.isEmpty() && names.stream().noneMatch(allowed::contains)) {
            throw new CertificateException(
                "its names are %s, and those of %s alone may call"
                    .formatted(
                        names.isEmpty() ? "none" : Refusals.shown(String.join(", ", names)),
                        String.join(", ", allowed.stream().sorted().toList())));
          }
        });
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
    client(chain, manager -> manager.checkClientTrusted(chain, kind));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
      throws CertificateException {
    if (socket instanceof SSLSocket safe) {
      forget(safe.getHandshakeSession());
    }
    client(chain, manager -> manager.checkClientTrusted(chain, kind, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    forget(engine.getHandshakeSession());
    client(chain, manager -> manager.checkClientTrusted(chain, kind, engine));
  }

  /**
   * A client that comes again would not be asked for its certificate if it could go on from this
   * handshake, by a ticket of its own and for as long as it likes: not after the certificate's end
   * either, and not after its authority's. So it can't.
   */
  private static void forget(SSLSession handshake) {
    handshake.invalidate();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
    judge("server", chain, manager -> manager.checkServerTrusted(chain, kind));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
      throws CertificateException {
    judge("server", chain, manager -> manager.checkServerTrusted(chain, kind, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
      throws CertificateException {
    judge("server", chain, manager -> manager.checkServerTrusted(chain, kind, engine));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    X509ExtendedTrustManager manager = newest;
    return manager == null ? new X509Certificate[0] : manager.getAcceptedIssuers();
  }
}
