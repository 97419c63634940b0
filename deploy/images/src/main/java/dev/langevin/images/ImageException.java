package dev.langevin.images;

/** An image can't be built. The message says which thing, and what to do. */
public final class ImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ImageException(String message, Throwable cause) {
    super(message, cause);
  }

  static ImageException missing(Object what, String remedy) {
    return new ImageException("%s is missing; %s".formatted(what, remedy), null);
  }

  static ImageException refused(String what, Object value, String allowed) {
    return new ImageException("%s: %s is not %s".formatted(what, value, allowed), null);
  }

  static ImageException tool(String tool, String said) {
    return new ImageException("%s failed: %s".formatted(tool, said.strip()), null);
  }

  static ImageException failed(String what, Exception cause) {
    return new ImageException("%s: %s".formatted(what, cause.getMessage()), cause);
  }
}
