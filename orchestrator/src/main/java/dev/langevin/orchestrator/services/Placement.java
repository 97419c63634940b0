package dev.langevin.orchestrator.services;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Which replica a job's evaluations go to: decisions alone, without clock or connections. */
public final class Placement {
  /** How long a job stays at a replica at least: as long as reports of others may be old. */
  public static final Duration STAY = Duration.ofSeconds(1);

  /** How many times its price a move has to bring in, for what is expected is not certain. */
  private static final double WORTH = 2;

  private Placement() {}

  /**
   * How busy a replica is, as far as this process knows.
   *
   * @param reportedRows rows waiting and running there by its last report
   * @param ownRows rows of this process's jobs there, a step of each
   * @param batchCap the most rows that it runs at once, at least 1
   * @param runNanos how long a run takes there lately; 0 if that is not known
   */
  public record Occupancy(int reportedRows, int ownRows, int batchCap, long runNanos) {
    /**
     * How many runs one waits there, roughly. A report may not know of our rows yet, and ours are
     * not all: so both count.
     */
    double crowd() {
      return (double) (reportedRows + ownRows) / batchCap;
    }

    /** How many runs it takes to serve everyone once, with that many rows more. */
    private double runs(int more) {
      return Math.max(1, (double) (Math.max(reportedRows, ownRows) + more) / batchCap);
    }
  }

  /**
   * A job between two steps.
   *
   * @param rows of a step
   * @param stepsLeft evaluations that it still needs
   * @param stayedNanos since it came to its replica
   * @param openingNanos what it takes to open a stream and to send the conditionings, as it did
   *     last
   */
  public record Journey(int rows, long stepsLeft, long stayedNanos, long openingNanos) {}

  /**
   * The less crowded of two random ones: nearly as good as the least crowded of all as long as
   * reports are fresh, and better where they are old, since not everybody runs to the same one
   * (Mitzenmacher 2001, "The power of two choices in randomized load balancing").
   *
   * @param occupancy how busy a candidate is
   * @return empty if there are no candidates
   */
  public static <T> Optional<T> betterOfTwo(
      List<T> candidates, Function<T, Occupancy> occupancy, RandomGenerator random) {
    if (candidates.size() < 2) {
      return candidates.stream().findFirst();
    }
    int one = random.nextInt(candidates.size());
    int step = random.nextInt(1, candidates.size());
    T first = candidates.get(one);
    T second = candidates.get((one + step) % candidates.size());
    double crowd = occupancy.apply(first).crowd();
    return Optional.of(crowd <= occupancy.apply(second).crowd() ? first : second);
  }

  /**
   * Whether a job should go on at another replica: if the waits that it is spared repay the
   * conditionings that have to be sent again. Of the jobs for which that is so, only as many move
   * as make the two replicas equal, each by its own draw, since nobody tells them who goes.
   *
   * @param here where it is; its rows count as present
   * @param there where it might go; best chosen by {@link #betterOfTwo} among all others
   * @param draw uniform in [0, 1)
   */
  public static boolean moves(Occupancy here, Occupancy there, Journey job, double draw) {
    if (job.stayedNanos() < STAY.toNanos() || here.runNanos() == 0) {
      return false;
    }
    long runThere = there.runNanos() == 0 ? here.runNanos() : there.runNanos();
    double stepHere = here.runs(0) * here.runNanos();
    double stepThere = there.runs(job.rows()) * runThere;
    double gain = job.stepsLeft() * (stepHere - stepThere);
    double share = (1 - stepThere / stepHere) / 2;
    return gain > WORTH * job.openingNanos() && draw < share;
  }
}
