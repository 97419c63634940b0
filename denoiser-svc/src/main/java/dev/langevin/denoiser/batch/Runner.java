package dev.langevin.denoiser.batch;

import dev.langevin.denoiser.network.Assembly;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the threads that serve a model in turn: each chooses rows shortly before the device is
 * free, puts them together in buffers of its own, runs them, and hands the predictions out while
 * the next one runs. So the device waits neither for what comes before a run nor for what comes
 * after it.
 */
final class Runner implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

  /** What a round is about. */
  private sealed interface Task {}

  private record Rows(Execution execution) implements Task {}

  private record Chore(Runnable work) implements Task {}

  /** What waited has gone. */
  private record Nothing() implements Task {}

  private record End() implements Task {}

  private final Batcher batcher;
  private final Device device;
  private final Assembly assembly;
  private final Timing timing;
  private final Lock desk;

  /**
   * @param desk where one runner of a model at a time chooses
   */
  Runner(Batcher batcher, Device device, Assembly assembly, Timing timing, Lock desk) {
    this.batcher = batcher;
    this.device = device;
    this.assembly = assembly;
    this.timing = timing;
    this.desk = desk;
  }

  @Override
  public void run() {
    try (assembly) {
      while (goesOn()) {
        // one round after another
      }
    } finally {
      batcher.left();
    }
  }

  private boolean goesOn() {
    try {
      return round();
    } catch (RuntimeException | Error e) {
      LOG.error("The batcher goes on after", e);
      return true;
    }
  }

  private boolean round() {
    Runnable afterwards = () -> {};
    try (Device.Place place = device.place()) {
      switch (next(place)) {
        case Rows(Execution execution) -> {
          perform(execution, place);
          afterwards = execution::deliver;
        }
        case Chore(Runnable work) -> work.run();
        case Nothing() -> {}
        case End() -> {
          return false;
        }
      }
    }
    afterwards.run();
    return true;
  }

  /** Returns with the device, unless there is nothing more to do. */
  private Task next(Device.Place place) {
    desk.lock();
    try {
      if (!batcher.awaitWork()) {
        return new End();
      }
      place.approach(timing.lead(batcher.sizes().cap()));
      Optional<Execution> ahead = batcher.choose().map(this::assembled);
      place.take();
      if (ahead.isPresent()) {
        batcher.join(ahead.get().choice()).ifPresent(ahead.get()::join);
        return new Rows(ahead.get());
      }
      Optional<Execution> late = batcher.choose().map(this::assembled);
      if (late.isPresent()) {
        return new Rows(late.get());
      }
      return batcher.chore().<Task>map(Chore::new).orElseGet(Nothing::new);
    } finally {
      desk.unlock();
    }
  }

  private Execution assembled(Choice choice) {
    long started = System.nanoTime();
    Execution execution = new Execution(choice, assembly);
    timing.assembled(execution.rows(), System.nanoTime() - started);
    return execution;
  }

  private void perform(Execution execution, Device.Place place) {
    int padded = execution.choice().padded();
    long elements = execution.choice().key().elements();
    OptionalLong expected = timing.usual(padded, elements);
    if (expected.isPresent()) {
      place.works(expected.getAsLong());
    } else {
      place.works();
    }
    batcher.begins();
    try {
      execution.run();
    } finally {
      batcher.ends(execution.rows());
    }
    if (execution.nanos() > 0) {
      timing.ran(padded, elements, execution.nanos());
    }
  }
}
