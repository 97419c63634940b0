package dev.langevin.bench.fuzz.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Feeds targets, and watches that they come to an end and leave nothing behind. */
public final class Campaign {
  private static final long LOOK_MILLIS = 100;

  /** An input that takes so many times its limit is not waited for. */
  private static final int PATIENCE = 4;

  private final long seed;
  private final Path folder;
  private final IntConsumer progress;

  /**
   * A campaign.
   *
   * @param seed the same seed gives the same inputs, whatever targets there are
   * @param folder for the input that is being fed, should the process end
   * @param progress told now and then how many inputs are done
   */
  public Campaign(long seed, Path folder, IntConsumer progress) {
    this.seed = seed;
    this.folder = folder;
    this.progress = progress;
  }

  /** The seeds, and then as many inputs made of them. */
  public Tally run(Target target, int count) throws IOException, InterruptedException {
    List<byte[]> seeds = target.seeds();
    IntFunction<byte[]> inputs =
        i -> i < seeds.size() ? seeds.get(i) : input(target, seeds, i - seeds.size());
    return feed(target, seeds.size() + count, inputs);
  }

  /** These inputs, as they are. */
  public Tally replay(Target target, List<byte[]> inputs) throws IOException, InterruptedException {
    return feed(target, inputs.size(), inputs::get);
  }

  private byte[] input(Target target, List<byte[]> seeds, int i) {
    long own = seed * 0x9E3779B97F4A7C15L + target.name().hashCode() * 31L + i;
    return target.mutator().mutate(seeds, new SplittableRandom(own));
  }

  private Tally feed(Target target, int count, IntFunction<byte[]> inputs)
      throws IOException, InterruptedException {
    warmUp(target);
    Footprint before = Footprint.now();
    Tally tally;
    try (LastInput last = new LastInput(folder, target.name())) {
      tally = watch(target, new Feeder(target, count, inputs, last));
    }
    List<Finding> findings = new ArrayList<>(tally.findings());
    try {
      target.afterwards();
    } catch (Exception e) {
      findings.add(Finding.of(new byte[0], "afterwards: " + e, e));
    }
    for (String leak : before.leaks()) {
      findings.add(new Finding(new byte[0], "left behind: " + leak, ""));
    }
    return new Tally(
        tally.target(),
        tally.inputs(),
        tally.accepted(),
        tally.refused(),
        tally.failed(),
        tally.slowestNanos(),
        findings);
  }

  private Tally watch(Target target, Feeder feeder) throws InterruptedException {
    Thread thread = Thread.ofPlatform().name("fuzz-" + target.name()).daemon().start(feeder);
    while (!thread.join(Duration.ofMillis(LOOK_MILLIS))) {
      progress.accept(feeder.fed());
      byte[] stuck = feeder.stuck(target.limit().toNanos() * PATIENCE);
      if (stuck != null) {
        Finding hang = Finding.of(stuck, "it does not end", thread.getStackTrace());
        thread.interrupt();
        return new Tally(target.name(), feeder.fed(), 0, 0, 1, 0, List.of(hang));
      }
    }
    if (feeder.trouble() != null) {
      throw new IllegalStateException(
          "%s: input %d could not be made".formatted(target.name(), feeder.fed()),
          feeder.trouble());
    }
    return feeder.tally();
  }

  /** Loads what is loaded once, so that it does not look like a leak. */
  private static void warmUp(Target target) {
    Exception refusal = null;
    int accepted = 0;
    for (byte[] seed : target.seeds()) {
      try {
        target.feed(seed);
        accepted++;
      } catch (Exception e) {
        refusal = e;
      }
    }
    if (accepted == 0) {
      throw new IllegalStateException(
          "%s refuses every seed: %s".formatted(target.name(), refusal), refusal);
    }
  }
}
