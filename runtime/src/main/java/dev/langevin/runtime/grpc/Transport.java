package dev.langevin.runtime.grpc;

import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.tls.LiveCredentials;
import dev.langevin.runtime.tls.TlsSettings;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/** How the services' connections are carried. Those within a process need nothing of it. */
public sealed interface Transport {
  /** Without certificates, for all to read on the way. */
  Transport PLAIN = new Plain();

  /** Without certificates. */
  record Plain() implements Transport {}

  /**
   * TLS, where both sides show a certificate.
   *
   * @param credentials what is shown, and who is trusted
   */
  record Mutual(LiveCredentials credentials) implements Transport {
    SslContext server() {
      return build(SslContextBuilder.forServer(credentials.keys()).clientAuth(ClientAuth.REQUIRE));
    }

    SslContext client() {
      return build(SslContextBuilder.forClient().keyManager(credentials.keys()));
    }

    /**
     * With the JDK's TLS: it needs no library that is unpacked at the start, which a file system
     * without write or execute permission would prevent.
     */
    private SslContext build(SslContextBuilder builder) {
      try {
        return GrpcSslContexts.configure(builder, SslProvider.JDK)
            .trustManager(credentials.trust())
            .build();
      } catch (SSLException e) {
        throw new IllegalStateException("this Java can't do TLS: " + e.getMessage(), e);
      }
    }
  }

  /**
   * What the settings ask for; its certificates are among the parts.
   *
   * @throws dev.langevin.runtime.config.ConfigurationException if they can't be used
   */
  static Transport of(TlsSettings settings, Parts parts) {
    return settings
        .files()
        .<Transport>map(
            files -> new Mutual(parts.add(LiveCredentials.open(files, settings.peers()))))
        .orElse(PLAIN);
  }
}
