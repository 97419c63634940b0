package dev.langevin.bench.cluster;

import dev.langevin.deploy.EmbeddedKafka;
import dev.langevin.runtime.lifecycle.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Kafka in a process of its own, on the ports it had before. */
public final class Broker {
  private Broker() {}

  /**
   * Runs it until a signal says otherwise.
   *
   * @param arguments its directory, its port, its controller's port, and the port that clients are
   *     told
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    Signals.onEnd(exitCode -> end.countDown());
    EmbeddedKafka kafka =
        EmbeddedKafka.start(
            Path.of(arguments[0]),
            new EmbeddedKafka.Ports(
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3])));
    end.await();
    kafka.close();
    System.exit(0);
  }
}
