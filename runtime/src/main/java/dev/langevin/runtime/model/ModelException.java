package dev.langevin.runtime.model;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/** A model directory that can't be used. Its message names the file and what is wrong with it. */
public final class ModelException extends RuntimeException {
  private ModelException(String message, Throwable cause) {
    super(message, cause);
  }

  static ModelException missing(Path file, String why) {
    return new ModelException("%s: missing; %s".formatted(file, why), null);
  }

  static ModelException unreadable(Path file, Throwable cause) {
    return new ModelException("%s: can't be read: %s".formatted(file, cause.getMessage()), cause);
  }

  /** A file that does not hold the JSON it should. */
  public static ModelException badJson(Path file, Throwable cause) {
    // The parser's own exception begins with the name of the one that it wraps.
    Throwable told = cause.getCause() instanceof IOException read ? read : cause;
    String why =
        cause instanceof CharacterCodingException
            ? "it is not in UTF-8"
            : String.valueOf(told.getMessage()).lines().findFirst().orElse("");
    return new ModelException("%s: not valid JSON: %s".formatted(file, why), cause);
  }

  static ModelException badField(Path file, String field, Object value, String allowed) {
    return new ModelException("%s: %s: %s is not %s".formatted(file, field, value, allowed), null);
  }

  static ModelException badNetwork(Path file, String why) {
    return new ModelException("%s: %s".formatted(file, why), null);
  }

  static ModelException disagreement(String what) {
    return new ModelException(what, null);
  }

  /** A network file that ONNX Runtime or its caller can't use. */
  public static ModelException network(Path file, String why, Throwable cause) {
    return new ModelException("%s: %s".formatted(file, why), cause);
  }
}
