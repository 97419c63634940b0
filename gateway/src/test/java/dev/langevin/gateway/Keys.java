package dev.langevin.gateway;

import dev.langevin.gateway.identity.ApiKey;
import dev.langevin.gateway.identity.KeyFile;
import dev.langevin.gateway.identity.KeyText;
import dev.langevin.gateway.identity.Scope;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file of keys that are made as a test needs them. */
final class Keys {
  private static final Set<Scope> ALL = Set.of(Scope.READ, Scope.WRITE, Scope.ADMIN);

  private final Path file;
  private final List<ApiKey> keys = new ArrayList<>();

  Keys(Path directory) {
    file = directory.resolve("keys.json");
    KeyFile.store(file, keys);
  }

  Path file() {
    return file;
  }

  /** A key of a tenant that may do everything. */
  String of(String tenant) {
    return of(tenant, ALL);
  }

  /** A key of a tenant with these scopes. */
  String of(String tenant, Set<Scope> scopes) {
    return of(tenant, scopes, Optional.empty());
  }

  String of(String tenant, Set<Scope> scopes, Optional<Instant> expires) {
    KeyText text = KeyText.random(new SecureRandom());
    keys.add(
        new ApiKey(
            text.id(),
            HexFormat.of().formatHex(text.sha256()),
            tenant,
            scopes,
            "",
            Instant.now(),
            expires,
            Optional.empty()));
    KeyFile.store(file, keys);
    return text.text();
  }

  /** Takes back the key that was made last. */
  void revokeLast() {
    keys.add(keys.removeLast().revokedAt(Instant.now()));
    KeyFile.store(file, keys);
  }

  /** All scopes but this one. */
  static Set<Scope> without(Scope scope) {
    Set<Scope> rest = new java.util.HashSet<>(ALL);
    rest.remove(scope);
    return rest;
  }

  /** The channel of who has a key or token. */
  static Channel signed(Channel channel, String secret) {
    return with(channel, "authorization", "Bearer " + secret);
  }

  static Channel with(Channel channel, String header, String value) {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }
}
