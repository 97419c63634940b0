package dev.langevin.client;

import dev.langevin.client.local.TlsTrouble;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/** Ends the command with a message for a person and an exit code for a script. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  private CommandException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** How the process ends. */
  public ExitCode code() {
    return code;
  }

  /** {@code field} holds {@code value}, which is not {@code allowed}. */
  public static CommandException invalid(String field, Object value, String allowed) {
    return new CommandException(ExitCode.INVALID, field + ": " + value + " " + allowed, null);
  }

  /** A file named on the command line can't be read or written. */
  public static CommandException file(String option, Path file, String why) {
    return new CommandException(ExitCode.INVALID, option + ": " + file + " " + why, null);
  }

  /** No server can be reached or started. */
  public static CommandException unavailable(String message, Throwable cause) {
    return new CommandException(ExitCode.UNAVAILABLE, message, cause);
  }

  /** Something went wrong after the work began. */
  public static CommandException failed(String message, Throwable cause) {
    return new CommandException(ExitCode.FAILED, message, cause);
  }

  /** A call to the server at {@code address} failed. */
  public static CommandException call(String address, StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String text = status.getDescription();
    Optional<String> trouble = TlsTrouble.of(address, failure);
    if (trouble.isPresent()) {
      return new CommandException(ExitCode.UNAVAILABLE, trouble.get(), failure);
    } else if (status.getCode() == Status.Code.UNAVAILABLE
        && status.getCause() instanceof IOException) {
      text = "no answer from " + address + ": " + reason(status.getCause());
    } else if (text == null) {
      text = "the server at " + address + " answered " + status.getCode();
    }
    return new CommandException(ExitCode.of(status.getCode()), text, failure);
  }

  /** What an I/O failure says, without the names of classes. */
  public static String reason(Throwable failure) {
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return file.getReason();
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
