package dev.langevin.deploy;

import dev.langevin.runtime.lifecycle.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker of {@link EmbeddedKafka} in a process of its own, on the ports it had before. */
public final class Broker {
  private static final String USAGE =
      "arguments: DIRECTORY PORT CONTROLLER-PORT ADVERTISED-PORT; the last is the port that clients"
          + " are told, the first again where nothing stands before the broker";

  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

  private Broker() {}

  /**
   * Runs it until a signal says otherwise.
   *
   * @param arguments its directory, its port, its controller's port, and the port that clients are
   *     told
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 4) {
      System.err.println(USAGE);
      System.exit(2);
    }
    CountDownLatch end = new CountDownLatch(1);
    Signals.onEnd(exitCode -> end.countDown());
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            Path.of(arguments[0]),
            new EmbeddedKafka.Ports(
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3])));
    LOG.info("broker started on port {}", arguments[1]);
    end.await();
    kafka.close();
    System.exit(0);
  }
}
