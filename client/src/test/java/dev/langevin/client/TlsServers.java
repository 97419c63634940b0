package dev.langevin.client;

import dev.langevin.runtime.tls.KeyedCertificate;
import dev.langevin.runtime.tls.authority.CertificateAuthority;
import dev.langevin.runtime.tls.authority.Order;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Servers with certificates of an authority in a test's folder. */
public final class TlsServers implements AutoCloseable {
  private static final Duration DAY = Duration.ofDays(1);

  private final Instant now = Instant.now();
  private final Path folder;
  private final CertificateAuthority authority;
  private final List<FakeGenerations> servers = new ArrayList<>();

  public TlsServers(Path folder) {
    this.folder = folder;
    authority = CertificateAuthority.create("trial", now.minus(DAY), now.plus(DAY));
  }

  /** The authority's certificate. */
  public Path ca() throws IOException {
    return Files.writeString(folder.resolve("ca.crt"), authority.own().certificateText());
  }

  /** A server for localhost and 127.0.0.1. */
  public FakeGenerations start() throws IOException {
    return start(order(List.of("localhost", "127.0.0.1"), now.plus(DAY)), false);
  }

  /** One that is for another name. */
  public FakeGenerations startElsewhere() throws IOException {
    return start(order(List.of("pictures.example"), now.plus(DAY)), false);
  }

  /** One whose certificate has expired. */
  public FakeGenerations startExpired() throws IOException {
    return start(order(List.of("127.0.0.1"), now.minusSeconds(60)), false);
  }

  /** One that asks clients for a certificate of the same authority. */
  public FakeGenerations startAsking() throws IOException {
    return start(order(List.of("127.0.0.1"), now.plus(DAY)), true);
  }

  /** Files of a certificate and its key, for a client to show. */
  public List<Path> client() throws IOException {
    KeyedCertificate issued = authority.issue(order(List.of("client"), now.plus(DAY)));
    return List.of(
        Files.writeString(folder.resolve("client.crt"), issued.certificateText()),
        Files.writeString(folder.resolve("client.key"), issued.keyText()));
  }

  private Order order(List<String> names, Instant until) {
    return Order.both("server", names, now.minus(DAY.dividedBy(2)), until);
  }

  private FakeGenerations start(Order order, boolean asks) throws IOException {
    KeyedCertificate issued = authority.issue(order);
    SslContextBuilder builder =
        GrpcSslContexts.configure(SslContextBuilder.forServer(issued.key(), issued.certificate()));
    if (asks) {
      builder.clientAuth(ClientAuth.REQUIRE).trustManager(authority.own().certificate());
    }
    FakeGenerations server = new FakeGenerations(builder.build());
    servers.add(server);
    return server;
  }

  @Override
  public void close() {
    servers.forEach(FakeGenerations::close);
  }
}
