package dev.langevin.decoder.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** A store that refuses. Its message names the store or the artifact. */
public final class StoreException extends RuntimeException {
  /** What kind of refusal. */
  public enum Kind {
    /** There is no such artifact. */
    NOT_FOUND,
    /** It has no room left. */
    FULL,
    /** It can't be written by anybody as it is set up. */
    NOT_WRITABLE,
    /** It fails for another reason, which may pass. */
    FAILED
  }

  private final Kind kind;

  private StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What kind of refusal. */
  public Kind kind() {
    return kind;
  }

  static StoreException notFound(ArtifactName name) {
    return new StoreException(Kind.NOT_FOUND, "name: there is no artifact " + name, null);
  }

  /** Tells from what the file system says whether it is full, can't be written, or failed. */
  static StoreException of(Path root, IOException e) {
    String why = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    String text = why == null ? "" : why.toLowerCase(Locale.ROOT);
    if (text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("not enough space")) {
      String message = "artifact store %s is full: %s".formatted(root, why);
      return new StoreException(Kind.FULL, message, e);
    }
    if (e instanceof AccessDeniedException
        || e instanceof FileAlreadyExistsException
        || e instanceof NotDirectoryException
        || text.contains("read-only")
        || text.contains("not a directory")) {
      String message = "artifact store %s can't be written: %s".formatted(root, plain(e, why));
      return new StoreException(Kind.NOT_WRITABLE, message, e);
    }
    String message = "artifact store %s fails: %s".formatted(root, plain(e, why));
    return new StoreException(Kind.FAILED, message, e);
  }

  private static String plain(IOException e, String why) {
    return switch (e) {
      case FileAlreadyExistsException x -> x.getFile() + " is not a directory";
      case AccessDeniedException x -> x.getFile() + ": permission denied";
      default -> why == null ? e.toString() : why;
    };
  }
}
