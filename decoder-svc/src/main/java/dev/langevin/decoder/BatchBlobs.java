package dev.langevin.decoder;

import dev.langevin.runtime.blob.Blob;
import dev.langevin.runtime.blob.BlobStore;
import dev.langevin.runtime.blob.BlobWriter;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of batches, beside the artifacts: {@code batches/}, the first two characters of the
 * batch's id, the id, the SHA-256 of the bytes, and a few random digits, so that who deletes one
 * upload's blob never deletes another's. A blob's name is {@code id/sha256-upload}.
 *
 * @param blobs where they are kept
 */
record BatchBlobs(BlobStore blobs) {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]{1,64}/[0-9a-f]{64}(-[0-9a-f]{16})?");
  private static final String FOLDER = "batches";
  private static final Pattern PATH = Pattern.compile(FOLDER + "/[a-z0-9]{1,2}/(" + NAME + ")");

  /** Begins a blob. */
  BlobWriter writer() {
    return blobs.writer();
  }

  /** Makes what was written a blob; its name. */
  String put(BlobWriter writer, String batchId, String sha256) {
    String name = "%s/%s-%016x".formatted(batchId, sha256, ThreadLocalRandom.current().nextLong());
    writer.put(path(name));
    return name;
  }

  /** The names of all of them. */
  List<String> names() {
    return blobs.list(FOLDER).stream()
        .map(blob -> PATH.matcher(blob.name()))
        .filter(Matcher::matches)
        .map(path -> path.group(1))
        .toList();
  }

  /** The bytes from an offset on, to be closed. */
  InputStream open(String name, long offset) {
    if (offset < 0) {
      throw DecoderException.invalid("offset", offset, "0 or more");
    }
    try {
      return blobs.open(path(name), offset);
    } catch (IndexOutOfBoundsException e) {
      throw DecoderException.invalid("offset", offset, "within the blob " + name);
    }
  }

  /** Deletes the blob; whether there was one. */
  boolean delete(String name) {
    return blobs.delete(path(name));
  }

  private static String path(String name) {
    if (!NAME.matcher(name).matches()) {
      throw DecoderException.invalid("name", name, "id/sha256-upload");
    }
    int slash = name.indexOf('/');
    return FOLDER + "/" + Blob.folder(name.substring(0, slash)) + name.substring(slash);
  }
}
