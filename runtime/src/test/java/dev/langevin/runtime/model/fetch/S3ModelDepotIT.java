package dev.langevin.runtime.model.fetch;

import dev.langevin.runtime.blob.S3Server;
import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.blob.StoreLocation;
import dev.langevin.runtime.config.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3ModelDepotIT extends ModelDepotContract {
  @TempDir static Path bucket;
  private static S3Server server;

  private final String prefix = "models/" + UUID.randomUUID() + "/";

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(bucket);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  ModelDepot depot() {
    return ModelDepot.at(
        new StoreLocation.Bucket(S3Server.BUCKET, prefix),
        S3Settings.of(Environment.of(server.variables())));
  }
}
