package dev.langevin.runtime.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What every store does, done by a real S3 server; each test has a prefix of its own. */
class S3BlobStoreIT extends BlobStoreContract {
  @TempDir static Path folder;
  private static S3Server server;

  private final String prefix = UUID.randomUUID().toString();

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  Map<String, String> variables() {
    Map<String, String> all = server.variables();
    all.put("LANGEVIN_ARTIFACTS", "s3://%s/%s".formatted(S3Server.BUCKET, prefix));
    return all;
  }
}
