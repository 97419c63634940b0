package dev.langevin.runtime.blob;

import dev.langevin.runtime.config.Environment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that writes and never ends by itself. */
public final class HalfWriter {
  /** Bytes of each of the blobs that are written one after the other. */
  static final int BYTES = 3 << 20;

  private HalfWriter() {}

  /**
   * Writes, and says how far it is, one line each.
   *
   * @param arguments {@code pieces N}: a writer's first N bytes; {@code blobs}: blobs {@code k/0},
   *     {@code k/1} and so on, until it is killed
   */
  public static void main(String[] arguments) throws InterruptedException {
    BlobStore store =
        BlobStores.durable(
            "artifact",
            StoreSettings.of(Environment.of(System.getenv()), "ARTIFACTS", Path.of("nowhere")));
    if (arguments[0].equals("blobs")) {
      for (int i = 0; ; i++) {
        System.out.println("putting " + i);
        store.put("k/" + i, ByteBuffer.wrap(BlobStoreContract.bytes(i, BYTES)));
      }
    }
    BlobWriter writer = store.writer();
    writer.write(ByteBuffer.wrap(new byte[Integer.parseInt(arguments[1])]));
    System.out.println("written");
    new CountDownLatch(1).await();
  }
}
