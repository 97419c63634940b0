package dev.langevin.decoder;

import dev.langevin.runtime.blob.Blob;
import dev.langevin.runtime.blob.BlobStore;
import dev.langevin.runtime.blob.BlobWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/**
 * The lines of batches, beside the artifacts: {@code batches/}, the first two characters of the
 * batch's id, the id, and the SHA-256 of the bytes. A blob's name is {@code id/sha256}.
 *
 * @param blobs where they are kept
 */
record BatchBlobs(BlobStore blobs) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}/[0-9a-f]{64}");

  /** Begins a blob. */
  BlobWriter writer() {
    return blobs.writer();
  }

  /** Makes what was written a blob. */
  void put(BlobWriter writer, String name) {
    writer.put(path(name));
  }

  /** The bytes from an offset on, to be closed. */
  InputStream open(String name, long offset) {
    if (offset < 0) {
      throw DecoderException.invalid("offset", offset, "0 or more");
    }
    InputStream in = blobs.open(path(name));
    try {
      in.skipNBytes(offset);
      return in;
    } catch (EOFException e) {
      closed(in);
      throw DecoderException.invalid("offset", offset, "within the blob " + name);
    } catch (IOException e) {
      closed(in);
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the blob; whether there was one. */
  boolean delete(String name) {
    return blobs.delete(path(name));
  }

  private static void closed(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(String name) {
    if (!NAME.matcher(name).matches()) {
      throw DecoderException.invalid("name", name, "id/sha256");
    }
    int slash = name.indexOf('/');
    return "batches/" + Blob.folder(name.substring(0, slash)) + name.substring(slash);
  }
}
