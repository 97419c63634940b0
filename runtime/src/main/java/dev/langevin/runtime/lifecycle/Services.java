package dev.langevin.runtime.lifecycle;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every {@code main} does with its service. */
public final class Services {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);

  private Services() {}

  /**
   * Starts a service with the settings of this process's environment and runs it until the process
   * is told to stop. A setting that can't be used ends the process with exit code 1 and one line
   * that says why.
   */
  public static void main(Function<Environment, Service> start) {
    Service service;
    try {
      service = start.apply(Environment.of(System.getenv()));
    } catch (ConfigurationException e) {
      LOG.error(e.getMessage());
      LOG.debug("Where it was thrown", e);
      System.exit(1);
      return;
    } catch (RuntimeException | LinkageError e) {
      LOG.error("Can't start", e);
      System.exit(1);
      return;
    }
    runUntilSignal(service);
  }

  /** Says that the service has started, waits for SIGTERM or SIGINT, and closes it. */
  public static void runUntilSignal(Service service) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runnable close =
        () -> {
          try {
            service.close();
          } finally {
            LOG.info("{} stopped", service.name());
            stopped.countDown();
          }
        };
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(close));
    LOG.info("{} started on port {}", service.name(), service.port());
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      service.close();
    }
  }
}
