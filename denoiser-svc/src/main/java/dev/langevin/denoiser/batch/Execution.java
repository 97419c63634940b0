package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.network.Assembly;
import dev.langevin.denoiser.network.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run on its way: its rows are put together, then run, then handed to their evaluations. Only the
 * second needs the device. Belongs to one thread.
 */
final class Execution {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final Assembly assembly;
  private final List<Runnable> deliveries = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private Choice choice;
  private Throwable trouble;
  private long nanos;

  /** Puts the rows together; what goes wrong with that shows when they are run. */
  Execution(Choice choice, Assembly assembly) {
    this.choice = choice;
    this.assembly = assembly;
    attempt(
        () -> {
          assembly.clear();
          choice.run().rows().forEach(assembly::add);
        });
  }

  Choice choice() {
    return choice;
  }

  int rows() {
    return choice.run().slots().size();
  }

  /** Time of the run itself; 0 if it failed. */
  long nanos() {
    return nanos;
  }

  /** Takes in rows that came late. */
  void join(Run more) {
    choice = choice.with(more);
    attempt(() -> more.rows().forEach(assembly::add));
  }

  /**
   * Runs the rows. Where a run of several evaluations fails, each is run alone, so that only the
   * culprit fails.
   */
  void run() {
    long started = System.nanoTime();
    attempt(() -> assembly.run(choice.padded()));
    if (trouble == null) {
      nanos = System.nanoTime() - started;
      deliveries.add(() -> deliver(choice.run(), assembly::outputs, started, nanos));
      return;
    }
    List<Run> apart = choice.run().apart();
    if (apart.size() == 1) {
      deliveries.add(() -> fail(choice.run(), trouble));
    } else {
      apart.forEach(this::runAlone);
    }
  }

  /** Tells the evaluations; what they leave for later comes after the last answer. */
  void deliver() {
    deliveries.forEach(Runnable::run);
    later.forEach(Execution::logged);
  }

  private void runAlone(Run one) {
    long started = System.nanoTime();
    try {
      Outputs outputs = assembly.predict(one.rows(), choice.sizes().padded(one.slots().size()));
      long alone = System.nanoTime() - started;
      deliveries.add(() -> deliver(one, () -> outputs, started, alone));
    } catch (RuntimeException | OutOfMemoryError e) {
      deliveries.add(() -> fail(one, e));
    }
  }

  private void attempt(Runnable part) {
    if (trouble == null) {
      try {
        part.run();
      } catch (RuntimeException | OutOfMemoryError e) {
        trouble = e;
      }
    }
  }

  private void deliver(Run run, Supplier<Outputs> source, long started, long nanos) {
    Outputs outputs;
    try {
      outputs = source.get();
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(run, e);
      return;
    }
    int rows = run.slots().size();
    for (int i = 0; i < rows; i++) {
      Run.Slot slot = run.slots().get(i);
      int at = i;
      logged(
          () ->
              later.add(
                  slot.evaluation().predicted(slot.row(), outputs, at, started, nanos, rows)));
    }
  }

  private static void logged(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.error("A row's other rows go on after", e);
    }
  }

  private static void fail(Run run, Throwable cause) {
    run.slots().stream()
        .map(Run.Slot::evaluation)
        .distinct()
        .forEach(one -> one.fail(DenoiserException.networkFailed(one.sequence(), cause)));
  }
}
