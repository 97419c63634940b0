package dev.langevin.runtime.blob;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** A store that refuses. Its message names the store or the blob. */
public final class BlobException extends RuntimeException {
  /** What kind of refusal. */
  public enum Kind {
    /** There is no such blob. */
    NOT_FOUND,
    /** It has no room left. */
    FULL,
    /** It can't be written by anybody as it is set up. */
    NOT_WRITABLE,
    /** It fails for another reason, which may pass. */
    FAILED
  }

  private final Kind kind;

  private BlobException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What kind of refusal. */
  public Kind kind() {
    return kind;
  }

  /** There is no such blob. */
  public static BlobException notFound(String what, String name) {
    return new BlobException(Kind.NOT_FOUND, "name: there is no %s %s".formatted(what, name), null);
  }

  /** A refusal of this kind; the message names the store and says what can be done. */
  public static BlobException of(Kind kind, String message, Throwable cause) {
    return new BlobException(kind, message, cause);
  }

  /** Tells from what the file system says whether it is full, can't be written, or failed. */
  public static BlobException of(String store, IOException e) {
    String why = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    String text = why == null ? "" : why.toLowerCase(Locale.ROOT);
    if (text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("not enough space")) {
      return new BlobException(Kind.FULL, "%s is full: %s".formatted(store, why), e);
    }
    if (e instanceof AccessDeniedException
        || e instanceof FileAlreadyExistsException
        || e instanceof NotDirectoryException
        || text.contains("read-only")
        || text.contains("not a directory")) {
      String message = "%s can't be written: %s".formatted(store, plain(e, why));
      return new BlobException(Kind.NOT_WRITABLE, message, e);
    }
    return new BlobException(Kind.FAILED, "%s fails: %s".formatted(store, plain(e, why)), e);
  }

  private static String plain(IOException e, String why) {
    return switch (e) {
      case FileAlreadyExistsException x -> x.getFile() + " is not a directory";
      case AccessDeniedException x -> x.getFile() + ": permission denied";
      default -> why == null ? e.toString() : why;
    };
  }
}
