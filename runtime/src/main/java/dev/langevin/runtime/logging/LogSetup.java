package dev.langevin.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Sets up logging in code, which costs a start less than reading a file: one line a message on
 * standard error, at the level that {@code LANGEVIN_LOG} names, as {@code LANGEVIN_LOG_FORMAT}
 * wants it. {@code -Dlogback.configurationFile} overrides it.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** Libraries that talk more than helps, and from which level on they may. */
  private static final Map<String, Level> QUIET =
      Map.of(
          "org.apache.kafka", Level.ERROR,
          "kafka", Level.ERROR,
          "state.change", Level.ERROR,
          "io.netty", Level.WARN,
          "io.grpc", Level.WARN,
          // Warns of each frame that a stream still had when it was reset.
          "io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler", Level.ERROR,
          "io.vertx", Level.WARN,
          "ai.djl", Level.ERROR);

  private static volatile String service = "langevin";

  /** Made by logback. */
  public LogSetup() {}

  /** What runs in this process, for those who read the logs of several. */
  public static void named(String name) {
    service = name;
  }

  /** Whether LANGEVIN_LOG_FORMAT asks for JSON; whatever else it says is refused elsewhere. */
  public static boolean json() {
    return "json".equalsIgnoreCase(System.getenv("LANGEVIN_LOG_FORMAT"));
  }

  static String service() {
    return service;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(json() ? new JsonLine() : new OneLine());
    encoder.setCharset(json() ? StandardCharsets.UTF_8 : null);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    Level level = Level.toLevel(System.getenv("LANGEVIN_LOG"), Level.INFO);
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(console);
    QUIET.forEach(
        (name, quiet) ->
            context.getLogger(name).setLevel(level.isGreaterOrEqual(quiet) ? level : quiet));
    JulBridge.install();
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
