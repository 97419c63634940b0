package dev.langevin.denoiser.measure;

import dev.langevin.denoiser.BatchMode;
import dev.langevin.denoiser.batch.Batcher;
import dev.langevin.denoiser.network.Assembly;
import dev.langevin.denoiser.network.DenoiserNetwork;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.model.ModelDirectory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures a model after its start, in chores of one run each that give way to real work: a first
 * run that makes the next one quick, the check of batch invariance, and then, once the machine has
 * been quiet for a while, the best batch size.
 */
public final class Measurement {
  private static final Logger LOG = LoggerFactory.getLogger(Measurement.class);

  /** Rows enough to be different neighbours. */
  private static final int DIFFERENT_ROWS = 6;

  /** Calibration would be wrong, and would disturb, while others work. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  /** A run may take this long, so that a job that joins does not wait longer. */
  private static final Duration RUN_LIMIT = Duration.ofMillis(500);

  /** Before another try on a machine that others use; doubles up to the longest. */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final DenoiserNetwork network;
  private final ModelDirectory model;
  private final Batcher batcher;
  private final String numerics;
  private final MeasuredStore store;
  private final Duration quiet;
  private final LongSupplier clock;
  private final CompletableFuture<Boolean> invariant = new CompletableFuture<>();
  private final CompletableFuture<Integer> cap = new CompletableFuture<>();
  private List<RowInput> rows;
  private volatile CapSource source = CapSource.USUAL;

  /**
   * @param numerics what the model's bits depend on; what is measured is kept under it
   */
  public Measurement(
      DenoiserNetwork network,
      ModelDirectory model,
      Batcher batcher,
      String numerics,
      MeasuredStore store) {
    this(network, model, batcher, numerics, store, QUIET, System::nanoTime);
  }

  Measurement(
      DenoiserNetwork network,
      ModelDirectory model,
      Batcher batcher,
      String numerics,
      MeasuredStore store,
      Duration quiet,
      LongSupplier clock) {
    this.quiet = quiet;
    this.clock = clock;
    this.network = network;
    this.model = model;
    this.batcher = batcher;
    this.numerics = numerics;
    this.store = store;
  }

  /**
   * Begins.
   *
   * @param calibrate whether to look for the best batch size; else the one set stays
   */
  public void start(boolean calibrate) {
    soon(
        () -> {
          rows = Samples.rows(network, model, DIFFERENT_ROWS);
          network.run(rows.subList(0, 2), batcher.sizes().padded(2));
          begin(calibrate && batcher.sizes().mode() == BatchMode.AUTO);
        });
  }

  /**
   * Whether rows are found to be the same bits in company; waits for the check for a time, then
   * says no.
   */
  public boolean batchInvariant(Duration patience) {
    try {
      return invariant.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The most rows of a run, once it is decided. */
  public CompletableFuture<Integer> cap() {
    return cap;
  }

  /** Where the most rows of a run come from at present. */
  public CapSource source() {
    return source;
  }

  private void begin(boolean calibrate) {
    Measured before = store.find(numerics).orElse(Measured.nothing(numerics));
    int usual = batcher.sizes().cap();
    int needed = calibrate && before.calibrated() ? before.cap() : usual;
    if (before.checkedRows() >= needed) {
      conclude(before.batchInvariant());
      decide(calibrate, before);
      return;
    }
    check(
        usual,
        holds -> {
          Measured checked = new Measured(numerics, 0, usual, holds, Map.of());
          store.save(checked);
          conclude(holds);
          decide(calibrate, checked);
        });
  }

  private void decide(boolean calibrate, Measured known) {
    if (!calibrate) {
      settle(batcher.sizes().cap(), CapSource.SET);
    } else if (known.calibrated()) {
      settle(known.cap(), CapSource.MEASURED);
    } else {
      calibrate(quiet);
    }
  }

  private void conclude(boolean holds) {
    invariant.complete(holds);
    if (!holds) {
      LOG.warn(
          "{}: a row's result depends on the rows beside it on this machine;"
              + " LANGEVIN_BATCH_MODE=deterministic runs batches of one size only",
          model.name());
    }
  }

  private void check(int cap, Consumer<Boolean> then) {
    BatchInvariance check = new BatchInvariance(network, rows);
    Deque<Integer> left = new ArrayDeque<>(batcher.sizes().withCap(cap).all());
    step(check, left, then);
  }

  private void step(BatchInvariance check, Deque<Integer> left, Consumer<Boolean> then) {
    soon(
        () -> {
          if (check.runAlone(batcher.sizes())) {
            step(check, left, then);
          } else if (left.isEmpty()) {
            then.accept(true);
          } else if (check.holds(left.remove())) {
            step(check, left, then);
          } else {
            then.accept(false);
          }
        });
  }

  private void calibrate(Duration pause) {
    time(new Calibration(RUN_LIMIT), network.assembly(), pause);
  }

  /** Times one run after another, each a chore of its own. */
  private void time(Calibration calibration, Assembly assembly, Duration pause) {
    batcher.whenQuiet(
        pause,
        guarded(
            () -> {
              OptionalInt size = calibration.next();
              if (size.isEmpty()) {
                assembly.close();
                judge(calibration, pause);
                return;
              }
              try {
                calibration.took(nanos(assembly, size.getAsInt()));
              } catch (RuntimeException | OutOfMemoryError e) {
                LOG.info("{}: {} rows can't be run: {}", model.name(), size, e.getMessage());
                calibration.failed();
              }
              time(calibration, assembly, quiet);
            }));
  }

  private void judge(Calibration calibration, Duration pause) {
    Curve curve = calibration.curve();
    if (curve.stable()) {
      adopt(calibration.best(), curve);
      return;
    }
    long seconds = Math.clamp(2 * pause.toSeconds(), AGAIN.toSeconds(), LONGEST.toSeconds());
    LOG.warn(
        "{}: equal runs take unequal times, so something else uses this machine; {} rows at most,"
            + " and measured again once nothing has run for {} s; ms by rows: {}",
        model.name(),
        batcher.sizes().cap(),
        seconds,
        curve.millis());
    settle(batcher.sizes().cap(), CapSource.UNSTABLE);
    calibrate(Duration.ofSeconds(seconds));
  }

  /** A batch size is used once every size up to it is known to keep rows as they are. */
  private void adopt(int best, Curve curve) {
    check(
        best,
        holds -> {
          boolean before = invariant.join();
          int rows = before && !holds ? Math.min(best, batcher.sizes().cap()) : best;
          int checked = Math.max(rows, batcher.sizes().cap());
          settle(rows, CapSource.MEASURED);
          store.save(new Measured(numerics, rows, checked, before, curve.millis()));
          LOG.info("{}: {} rows at most; ms by rows: {}", model.name(), rows, curve.millis());
        });
  }

  private void settle(int rows, CapSource where) {
    batcher.cap(rows);
    source = where;
    cap.complete(rows);
  }

  private long nanos(Assembly assembly, int size) {
    assembly.clear();
    for (int i = 0; i < size; i++) {
      assembly.add(rows.get(i % rows.size()));
    }
    long started = clock.getAsLong();
    assembly.run(size);
    return clock.getAsLong() - started;
  }

  private void soon(Runnable chore) {
    batcher.whenQuiet(Duration.ZERO, guarded(chore));
  }

  private Runnable guarded(Runnable chore) {
    return () -> {
      try {
        chore.run();
      } catch (RuntimeException e) {
        LOG.warn("{}: can't be measured: {}", model.name(), e.getMessage());
        invariant.complete(false);
        settle(batcher.sizes().cap(), CapSource.SET);
      }
    };
  }
}
