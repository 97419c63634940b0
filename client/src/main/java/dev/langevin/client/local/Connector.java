package dev.langevin.client.local;

import dev.langevin.client.CommandException;
import dev.langevin.client.Interruption;
import dev.langevin.client.output.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds the server of a data directory, or starts one in this process for as long as it and those
 * who join it need it.
 */
public final class Connector {
  private static final Duration POLL = Duration.ofMillis(50);

  private final DataDirectory data;
  private final Path models;
  private final LocalServer localServer;
  private final ApiKey key;
  private final Interruption interruption;
  private final View view;

  /** For one command. */
  public Connector(
      DataDirectory data,
      Path models,
      LocalServer localServer,
      ApiKey key,
      Interruption interruption,
      View view) {
    this.data = data;
    this.models = models;
    this.localServer = localServer;
    this.key = key;
    this.interruption = interruption;
    this.view = view;
  }

  /**
   * Connects. While another process is starting or stopping its server here, waits for it.
   *
   * @throws CommandException if a server is needed and can't be started
   */
  public Connection connect() {
    while (true) {
      Optional<DataDirectory.Visit> visit = data.visit();
      Optional<DataDirectory.Ownership> ownership = data.own();
      if (ownership.isPresent()) {
        // Whoever wrote the address is dead.
        visit.ifPresent(DataDirectory.Visit::close);
        return start(ownership.get());
      }
      if (visit.isPresent()) {
        return Connection.local(visit.get().address(), key, visit.get()::close);
      }
      view.stage("waiting for the server of process " + data.owner());
      pause();
    }
  }

  private Connection start(DataDirectory.Ownership ownership) {
    LocalServer.Running running;
    try {
      view.stage("starting");
      running = localServer.start(new LocalServer.Settings(data.root(), models, 0), view::stage);
    } catch (LocalServer.LocalServerException e) {
      ownership.close();
      throw CommandException.unavailable(e.getMessage(), e);
    } catch (RuntimeException e) {
      ownership.close();
      throw e;
    }
    running.warnings().forEach(view::note);
    ownership.publish(running.address());
    OwnServer server = new OwnServer(ownership, running);
    Interruption.Registration registration = interruption.on(server::stop);
    return Connection.local(
        running.address(),
        key,
        () -> {
          ownership.withdraw();
          waitForVisitors(server);
          view.stage("stopping");
          server.stop();
          registration.close();
          view.clear();
        });
  }

  private void waitForVisitors(OwnServer server) {
    for (int n = server.visitors(); n > 0; n = server.visitors()) {
      view.stage("done, but " + n + (n == 1 ? " other uses" : " others use") + " this server");
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandException.failed("interrupted while waiting for a server", e);
    }
  }

  /** A server in this process, which the command or an interruption stops, whichever is first. */
  private static final class OwnServer {
    private final DataDirectory.Ownership ownership;
    private final LocalServer.Running running;
    private boolean stopped;

    OwnServer(DataDirectory.Ownership ownership, LocalServer.Running running) {
      this.ownership = ownership;
      this.running = running;
    }

    synchronized int visitors() {
      return stopped ? 0 : ownership.visitors();
    }

    /** Returns when it is stopped; repeatable. */
    synchronized void stop() {
      if (!stopped) {
        ownership.withdraw();
        running.close();
        ownership.close();
        stopped = true;
      }
    }
  }
}
