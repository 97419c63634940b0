package dev.langevin.decoder.image;

/** An image file that can't be read. Its message says why. */
public final class UnreadableImageException extends Exception {
  UnreadableImageException(String message) {
    super(message);
  }

  UnreadableImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
