package dev.langevin.decoder;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.blob.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose batches a store has: lines that one Kafka knows nothing of may be another's, which are not
 * to be deleted. Remembered beside them, and never changed by us.
 *
 * @param blobs where they are kept
 */
record BatchOwner(BlobStore blobs) {
  static final String NAME = "batches/owner/kafka";
  private static final Pattern OWNER = Pattern.compile("[!-~]{1,200}");
  private static final int LONGEST = 200;

  /**
   * Makes the store this owner's if it is nobody's. Where two do that at once both may succeed, and
   * one of them is refused from the next time on.
   *
   * @throws DecoderException if it is another's
   */
  void require(String owner) {
    if (!OWNER.matcher(owner).matches()) {
      throw DecoderException.invalid("owner", owner, "1 to 200 printable ASCII characters");
    }
    if (known().isEmpty()) {
      blobs.put(NAME, ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)));
    }
    String there = known().orElse(owner);
    if (!there.equals(owner)) {
      throw DecoderException.otherOwner(there, owner);
    }
  }

  private Optional<String> known() {
    try (InputStream in = blobs.open(NAME)) {
      return Optional.of(new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII));
    } catch (BlobException e) {
      if (e.kind() == BlobException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw BlobException.of("artifact store", e);
    }
  }
}
