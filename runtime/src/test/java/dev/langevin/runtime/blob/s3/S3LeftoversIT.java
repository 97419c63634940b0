package dev.langevin.runtime.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.blob.BlobWriter;
import dev.langevin.runtime.blob.S3Server;
import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.blob.StoreLocation.Bucket;
import dev.langevin.runtime.config.Environment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed writers leave behind. */
class S3LeftoversIT {
  @TempDir Path folder;

  @Test
  void deleteLeftovers_whatIsOldAndNobodys_isGoneAndNothingElse() throws IOException {
    try (S3Server server = S3Server.start(folder)) {
      S3Settings settings = S3Settings.of(Environment.of(server.variables()));
      Bucket place = new Bucket(S3Server.BUCKET, "p/");
      S3Bucket bucket = new S3Bucket("artifact", place, settings);
      try (S3BlobStore store = (S3BlobStore) S3BlobStore.open("artifact", place, settings)) {
        store.put("kept/blob", ByteBuffer.allocate(10));
        bucket.put("model_index.json", ByteBuffer.allocate(10));
        bucket.put(".incoming/assembled", ByteBuffer.allocate(10));
        bucket.upload("model_files.bin").part(ByteBuffer.allocate(10));
        bucket.upload("killed/in-mid-put").part(ByteBuffer.allocate(10));
        BlobWriter killed = store.writer();
        killed.write(ByteBuffer.allocate(9 << 20));

        assertThat(store.deleteLeftovers(Instant.now().minusSeconds(3600))).isZero();
        assertThat(store.deleteLeftovers(Instant.now().plusSeconds(3600))).isEqualTo(3);
        assertThat(store.deleteLeftovers(Instant.now().plusSeconds(3600))).isZero();
        assertThat(store.list("")).hasSize(1);
        assertThat(bucket.size("model_index.json")).contains(10L);
      }
      bucket.close();
    }
  }
}
