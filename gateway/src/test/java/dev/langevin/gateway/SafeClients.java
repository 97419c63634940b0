package dev.langevin.gateway;

import dev.langevin.runtime.tls.LiveCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.net.http.HttpClient;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Clients of a gateway over TLS.
 *
 * @param own whom they trust, and what they show if they do
 * @param shows whether they do
 */
record SafeClients(LiveCredentials own, boolean shows) {
  /** Over gRPC. */
  ManagedChannel grpc(int port) throws Exception {
    SslContextBuilder context = GrpcSslContexts.forClient().trustManager(own.trust());
    return NettyChannelBuilder.forAddress("localhost", port)
        .sslContext((shows ? context.keyManager(own.keys()) : context).build())
        .build();
  }

  /** Over HTTP, of version 2 where the server agrees. */
  HttpClient http() throws Exception {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(context()).build();
  }

  /** What a new connection is shown. */
  X509Certificate shown(int port) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket("localhost", port)) {
      Certificate[] chain = socket.getSession().getPeerCertificates();
      return (X509Certificate) chain[0];
    }
  }

  /** Whether a second connection goes on from the first one's handshake. */
  boolean goesOn(int port) throws Exception {
    SSLContext one = context();
    return Arrays.equals(session(one, port), session(one, port));
  }

  /** The session's id, which TLS 1.2 keeps where it is gone on from. */
  private static byte[] session(SSLContext context, int port) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      return socket.getSession().getId();
    }
  }

  private SSLContext context() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        shows ? new KeyManager[] {own.keys()} : new KeyManager[0],
        new TrustManager[] {own.trust()},
        null);
    return context;
  }
}
