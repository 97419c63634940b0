package dev.langevin.runtime.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows the newest key. A handshake chooses a key by a name and asks for its parts by that name
 * later, so each has a name of its own, and the one before stays known.
 */
final class ShownKeys extends X509ExtendedKeyManager {
  /** One key, in the JDK's own manager. */
  private record Shown(int number, X509ExtendedKeyManager manager) {}

  private final Map<String, X509ExtendedKeyManager> known = new ConcurrentHashMap<>();
  private volatile Shown newest = new Shown(0, null);

  /** Shows this from now on. */
  synchronized void show(Credentials credentials) {
    int number = newest.number() + 1;
    X509ExtendedKeyManager manager = manager(name(number), credentials);
    known.put(name(number), manager);
    known.remove(name(number - 2));
    newest = new Shown(number, manager);
  }

  private static String name(int number) {
    return "own-" + number;
  }

  private static X509ExtendedKeyManager manager(String name, Credentials credentials) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          name,
          credentials.key(),
          new char[0],
          credentials.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, new char[0]);
      for (KeyManager manager : factory.getKeyManagers()) {
        if (manager instanceof X509ExtendedKeyManager extended) {
          return extended;
        }
      }
      throw new IllegalStateException("this Java has no manager of X.509 keys");
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException("this Java takes no key: " + e.getMessage(), e);
    }
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return newest.manager().getClientAliases(keyType, issuers);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return newest.manager().getServerAliases(keyType, issuers);
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return newest.manager().chooseClientAlias(keyTypes, issuers, socket);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return newest.manager().chooseServerAlias(keyType, issuers, socket);
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return newest.manager().chooseEngineClientAlias(keyTypes, issuers, engine);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return newest.manager().chooseEngineServerAlias(keyType, issuers, engine);
  }

  @Override
  public X509Certificate[] getCertificateChain(String name) {
    X509ExtendedKeyManager manager = known.get(name);
    return manager == null ? null : manager.getCertificateChain(name);
  }

  @Override
  public PrivateKey getPrivateKey(String name) {
    X509ExtendedKeyManager manager = known.get(name);
    return manager == null ? null : manager.getPrivateKey(name);
  }
}
