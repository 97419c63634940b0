package dev.langevin.orchestrator.protocol;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.orchestrator.feed.FeedRules;
import dev.langevin.orchestrator.job.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A batch, the feeders' records of it, and two feeders. What is built upon a state of the batch and
 * appended when it is another one is refused and built anew; so it is one move here.
 *
 * @param log the folded snapshot; null before there is one
 * @param records those that were ever written
 * @param budget what may still go wrong or be asked for
 */
record FeedState(BatchSnapshot log, List<Record> records, List<Feeder> feeders, Budget budget) {
  /**
   * A record of the share group.
   *
   * @param holder a feeder, {@link #FREE} or {@link #FINISHED}
   * @param deliveries how often it was taken
   */
  record Record(BatchSnapshot fed, int holder, int deliveries) {
    static final int FREE = -1;
    static final int FINISHED = -2;

    Record heldBy(int feeder) {
      return new Record(fed, feeder, deliveries);
    }
  }

  /** What a feeder is about to do. */
  enum Phase {
    IDLE,
    /** Claim the batch, if the record counts. */
    CLAIMING,
    /** Look at the batch, or be done with it. */
    FEEDING,
    /** Move the batch as it is. */
    MOVING,
    /** Finish the record, or give it back. */
    LEAVING
  }

  /** What a feeder's move says. */
  enum Move {
    COMPLETE,
    CANCEL,
    GIVE_BACK,
    HAND_OVER
  }

  /**
   * One of the feeders.
   *
   * @param record the number of the one that it was given; it may have lost it
   * @param rules null in {@link Phase#IDLE}
   * @param move what it moves, in {@link Phase#MOVING}
   * @param outcome in {@link Phase#LEAVING}
   */
  record Feeder(Phase phase, int record, FeedRules rules, Move move, Outcome outcome) {
    static final Feeder NOBODY = new Feeder(Phase.IDLE, -1, null, null, null);

    Feeder to(Phase next) {
      return new Feeder(next, record, rules, null, null);
    }

    Feeder moving(Move what) {
      return new Feeder(Phase.MOVING, record, rules, what, null);
    }

    Feeder leaving(Outcome outcome) {
      return new Feeder(Phase.LEAVING, record, rules, null, outcome);
    }
  }

  /** What clients ask gateways for. */
  enum Order {
    PAUSE,
    RESUME,
    CANCEL
  }

  /**
   * What is left.
   *
   * @param faults locks that are lost and processes that die
   * @param pauses that clients ask for
   * @param cancels likewise
   */
  record Budget(int faults, int pauses, int cancels) {
    Budget fault() {
      return new Budget(faults - 1, pauses, cancels);
    }

    Budget order(Order order) {
      return switch (order) {
        case PAUSE -> new Budget(faults, pauses - 1, cancels);
        case CANCEL -> new Budget(faults, pauses, cancels - 1);
        case RESUME -> this;
      };
    }
  }

  FeedState log(BatchSnapshot folded) {
    return new FeedState(folded, records, feeders, budget);
  }

  FeedState with(BatchSnapshot fed) {
    List<Record> more = new ArrayList<>(records);
    more.add(new Record(fed, Record.FREE, 0));
    return new FeedState(log, List.copyOf(more), feeders, budget);
  }

  FeedState record(int number, UnaryOperator<Record> change) {
    return new FeedState(log, changed(records, number, change), feeders, budget);
  }

  FeedState feeder(int number, UnaryOperator<Feeder> change) {
    return new FeedState(log, records, changed(feeders, number, change), budget);
  }

  FeedState budget(Budget left) {
    return new FeedState(log, records, feeders, left);
  }

  private static <T> List<T> changed(List<T> list, int number, UnaryOperator<T> change) {
    List<T> changed = new ArrayList<>(list);
    changed.set(number, change.apply(list.get(number)));
    return List.copyOf(changed);
  }
}
