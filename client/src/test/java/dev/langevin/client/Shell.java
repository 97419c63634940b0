package dev.langevin.client;

import dev.langevin.client.local.LocalServer;
import dev.langevin.client.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs commands as a shell would, and keeps what they say. */
public final class Shell {
  /** Refuses to start. */
  public static final LocalServer NONE =
      (settings, stage) -> {
        throw new LocalServer.LocalServerException("no server in this test", null);
      };

  public final Interruption interruption = new Interruption();
  private final LocalServer localServer;
  private final Path home;
  private final Map<String, String> variables = new HashMap<>();

  /** What one command said. */
  public record Result(int code, String out, String err) {}

  public Shell(Path home, LocalServer localServer) {
    this.home = home;
    this.localServer = localServer;
    variables.put("LANGEVIN_DATA", home.resolve("data").toString());
  }

  /** With further variables of the environment. */
  public Shell with(Map<String, String> more) {
    variables.putAll(more);
    return this;
  }

  public Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Context context =
        new Context(
            new Environment(variables, home), terminal(out, err, false), localServer, interruption);
    int code = Langevin.run(args, context);
    try {
      interruption.awaitActions();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A terminal of 60 columns without colours. */
  public static Terminal terminal(
      ByteArrayOutputStream out, ByteArrayOutputStream err, boolean interactive) {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        interactive,
        false,
        false,
        false,
        true,
        60);
  }
}
