package dev.langevin.runtime.model.fetch;

import dev.langevin.runtime.blob.BlobException;
import dev.langevin.runtime.model.fetch.ModelManifest.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * One file on its way. What came before a break stays, and the next try goes on from there.
 *
 * @param source where it comes from
 * @param entry what it has to be
 * @param file where it goes to
 * @param pause after the first break; doubles with every further one without a byte in between
 */
record FileFetch(ModelDepot source, Entry entry, Path file, Duration pause) {
  private static final int BUFFER = 1 << 18;
  private static final int MOST_BREAKS = 5;

  /** Makes the file what it has to be; whether anything had to be fetched. */
  boolean run() {
    try {
      Files.createDirectories(file.getParent());
      long there = Files.exists(file) ? Files.size(file) : 0;
      if (there == entry.bytes() && Files.exists(file) && right(Sha256.of(file))) {
        return false;
      }
      if (there >= entry.bytes()) {
        Files.deleteIfExists(file);
      }
      fetch(there > 0 && there < entry.bytes());
      return true;
    } catch (IOException e) {
      throw FetchException.file(file, e);
    }
  }

  private void fetch(boolean resumed) throws IOException {
    String digest = complete();
    if (!right(digest) && resumed) {
      Files.delete(file); // what was there may have been of another version
      digest = complete();
    }
    if (!right(digest)) {
      Files.delete(file);
      throw FetchException.damaged(entry.path(), entry.sha256(), digest);
    }
  }

  private boolean right(String digest) {
    return entry.sha256().equals(digest);
  }

  private String complete() throws IOException {
    int breaks = 0;
    while (true) {
      long before = Files.exists(file) ? Files.size(file) : 0;
      try {
        return append(before);
      } catch (BrokenOff e) {
        long now = Files.size(file);
        breaks = now > before ? 1 : breaks + 1;
        if (breaks > MOST_BREAKS) {
          throw FetchException.broken(entry.path(), now, entry.bytes(), e.cause);
        }
        sleep(pause.multipliedBy(1L << (breaks - 1)));
      }
    }
  }

  private String append(long from) throws IOException, BrokenOff {
    MessageDigest digest = Sha256.begin();
    if (from > 0) {
      Sha256.update(digest, file);
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        OutputStream out = Channels.newOutputStream(channel)) {
      try (InputStream in = source.open(entry.path(), from)) {
        copy(in, out, digest, entry.bytes() - from);
      } catch (BlobException e) {
        if (e.kind() != BlobException.Kind.FAILED) {
          throw e;
        }
        throw new BrokenOff(new IOException(e.getMessage(), e));
      } catch (IndexOutOfBoundsException e) {
        // The source's ends before: what is here is of another file, as its digest says.
        return Sha256.end(digest);
      }
      channel.force(true);
    }
    return Sha256.end(digest);
  }

  /** No more than there should be; one byte more shows in the digest. */
  private static void copy(InputStream in, OutputStream out, MessageDigest digest, long most)
      throws IOException, BrokenOff {
    byte[] buffer = new byte[BUFFER];
    long left = most + 1;
    while (left > 0) {
      int read = read(in, buffer, (int) Math.min(buffer.length, left));
      if (read < 0) {
        break;
      }
      out.write(buffer, 0, read);
      digest.update(buffer, 0, read);
      left -= read;
    }
  }

  private static int read(InputStream in, byte[] buffer, int most) throws BrokenOff {
    try {
      return in.read(buffer, 0, most);
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  private static void sleep(Duration time) throws IOException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The source's fault, other than the disk's. */
  private static final class BrokenOff extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient IOException cause;

    BrokenOff(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
