package dev.langevin.client.local;

import dev.langevin.client.Context;
import dev.langevin.client.doctor.Check;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;

/** Starts the whole system in this process. */
public interface LocalServer {
  /**
   * Starts it and returns when it accepts calls.
   *
   * @param stage is told in a few words what is being done
   * @throws LocalServerException if it can't start; nothing is left running then
   */
  Running start(Settings settings, Consumer<String> stage);

  /**
   * What can be found out about this machine, and about what such a server would need, without
   * starting one.
   *
   * @param settings what would be started; the directories need not exist
   * @param brokers Kafka's, for services that run apart
   */
  default List<Check> checks(Settings settings, Brokers brokers) {
    return List.of();
  }

  /** Further commands that whoever has the system at hand can carry out. */
  default List<CommandLine> commands(Context context) {
    return List.of();
  }

  /**
   * Kafka's brokers.
   *
   * @param addresses host:port each; may be empty
   * @param properties a file of Kafka's client properties for how they are reached
   */
  record Brokers(List<String> addresses, Optional<Path> properties) {}

  /**
   * What to start.
   *
   * @param data an existing directory owned by this process
   * @param models a directory of model directories
   * @param port the public port on 127.0.0.1; 0 for any
   */
  record Settings(Path data, Path models, int port) {}

  /** A running system. */
  interface Running extends AutoCloseable {
    /** Where the public API is, host:port. */
    String address();

    /** What works but should be known, such as a model that can't be used. */
    List<String> warnings();

    /** Stops it; repeatable. */
    @Override
    void close();
  }

  /** The system can't start. The message says which thing, its value and what to do. */
  final class LocalServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for a person. */
    public LocalServerException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
