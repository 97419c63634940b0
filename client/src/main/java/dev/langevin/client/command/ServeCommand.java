package dev.langevin.client.command;

import dev.langevin.client.CommandException;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.DataDirectory;
import dev.langevin.client.local.LocalServer;
import dev.langevin.client.output.Terminal;
import dev.langevin.client.output.Text;
import dev.langevin.client.output.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the whole system until it is told to stop. */
@Command(
    name = "serve",
    description =
        "Runs the whole system on 127.0.0.1 until Ctrl-C: a Kafka broker and the five services.")
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the public API. Default 8470.")
  long port = 8470;

  @Mixin LocalOptions local = new LocalOptions();

  private final Context context;

  ServeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    Checks.range("port", port, 0, 65535);
    DataDirectory directory = DataDirectory.open(local.data(context));
    DataDirectory.Ownership ownership = own(directory);
    try (ownership;
        View view = View.of(context.terminal(), false)) {
      Path modelsRoot = local.models(context);
      view.stage("starting");
      LocalServer.Running server =
          context
              .localServer()
              .start(
                  new LocalServer.Settings(directory.root(), modelsRoot, (int) port), view::stage);
      CountDownLatch stop = new CountDownLatch(1);
      CountDownLatch stopped = new CountDownLatch(1);
      context.interruption().endsWith(ExitCode.OK);
      context.interruption().on(() -> stopAndWait(stop, stopped));
      try (server) {
        server.warnings().forEach(view::note);
        ownership.publish(server.address());
        view.clear();
        ready(server, directory, modelsRoot, Duration.ofNanos(System.nanoTime() - start));
        stop.await();
        context.terminal().err().println("stopping");
        ownership.withdraw();
      }
      ownership.close();
      context.terminal().err().println("stopped");
      stopped.countDown();
      return ExitCode.OK.number();
    } catch (LocalServer.LocalServerException e) {
      throw CommandException.unavailable(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED.number();
    }
  }

  private static DataDirectory.Ownership own(DataDirectory directory) {
    return directory
        .own()
        .orElseThrow(
            () ->
                CommandException.unavailable(
                    "data directory "
                        + directory.root()
                        + " is in use by process "
                        + directory.owner()
                        + (directory.readAddress().isEmpty()
                            ? ""
                            : ", which serves " + directory.readAddress())
                        + "; stop it, or choose another with --data DIR",
                    null));
  }

  private void ready(
      LocalServer.Running server, DataDirectory directory, Path modelsRoot, Duration time) {
    Terminal t = context.terminal();
    t.out().println("langevin serves " + server.address() + " after " + Text.time(time));
    t.out().println("  studio  http://" + server.address() + "/");
    t.out().println("  data    " + directory.root());
    t.out().println("  models  " + modelsRoot.toAbsolutePath().normalize());
    t.out().println("Ctrl-C stops it.");
  }

  private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
