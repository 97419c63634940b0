package dev.langevin.runtime.onnx;

/** A run of a network that failed. Its message names the file and says what ONNX Runtime says. */
public final class NetworkException extends RuntimeException {
  NetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}
