package dev.langevin.orchestrator.protocol;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.orchestrator.feed.FeedRules;
import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.orchestrator.protocol.FeedState.Budget;
import dev.langevin.orchestrator.protocol.FeedState.Feeder;
import dev.langevin.orchestrator.protocol.FeedState.Move;
import dev.langevin.orchestrator.protocol.FeedState.Order;
import dev.langevin.orchestrator.protocol.FeedState.Phase;
import dev.langevin.orchestrator.protocol.FeedState.Record;
import dev.langevin.runtime.batches.BatchFold;
import dev.langevin.runtime.batches.BatchSnapshots;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The protocol of one batch: gateways that create it and are asked to pause, resume and cancel it,
 * two feeders, the log, and the share group. Its lines end whenever they like. A gateway that is
 * refused because the batch has changed in between writes another record of the same epoch; such
 * twins, which take turns until one hands the batch over, are not explored.
 */
class FeedProtocol implements Model<FeedState> {
  /** Fewer than in production, so that few moves lead there. */
  private static final int MOST_DELIVERIES = 2;

  private static final BatchSnapshot CREATED =
      BatchSnapshots.accepted(
          BatchSnapshot.newBuilder()
              .setBatch(Batch.newBuilder().setId("batch").setLines(2))
              .setWorkId("work")
              .setBlob("blob")
              .setRequestHash(ByteString.copyFromUtf8("hash")));

  private final Interner<FeedState> states = new Interner<>();
  private final Budget budget;

  FeedProtocol(Budget budget) {
    this.budget = budget;
  }

  /** What a feeder makes of its record when there is no more to be done under it. */
  Outcome leave(FeedRules rules, Optional<BatchSnapshot> now) {
    return rules.leave(now);
  }

  /** A gateway writes the record first. */
  @Override
  public FeedState initial() {
    return new FeedState(null, List.of(), List.of(Feeder.NOBODY, Feeder.NOBODY), budget)
        .with(CREATED);
  }

  @Override
  public void moves(FeedState s, Moves<FeedState> moves) {
    if (s.log() == null) {
      moves.to(s.log(CREATED), true, "the batch's gateway lives to append it", 0, 0);
    } else {
      for (Order order : Order.values()) {
        ask(s, order, moves);
      }
    }
    for (int i = 0; i < s.feeders().size(); i++) {
      feeder(s, i, moves);
      faults(s, i, moves);
    }
  }

  @Override
  public String violation(FeedState s) {
    return null; // what may be wrong is that the batch can't end any more
  }

  @Override
  public boolean done(FeedState s) {
    return s.log() != null
        && BatchFold.ended(s.log().getBatch().getState())
        && s.records().stream().allMatch(record -> record.holder() == Record.FINISHED)
        && s.feeders().stream().allMatch(feeder -> feeder.phase() == Phase.IDLE);
  }

  @Override
  public int[] pack(FeedState s) {
    return new int[] {states.number(FeedCanonical.of(s))};
  }

  @Override
  public FeedState unpack(int[] packed) {
    return states.get(packed[0]);
  }

  /** Clients need not pause and cancel; who has paused may resume whenever he likes. */
  private static void ask(FeedState s, Order order, Moves<FeedState> moves) {
    State state = s.log().getBatch().getState();
    boolean running = state == State.STATE_RUNNING;
    boolean paused = state == State.STATE_PAUSED;
    BatchSnapshot next =
        switch (order) {
          case PAUSE -> running && s.budget().pauses() > 0 ? BatchSnapshots.paused(s.log()) : null;
          case RESUME -> paused ? BatchSnapshots.resumed(s.log()) : null;
          case CANCEL ->
              (running || paused) && s.budget().cancels() > 0
                  ? s.log().getAttempt() > 0
                      ? BatchSnapshots.cancelling(s.log())
                      : BatchSnapshots.cancelled(s.log(), Instant.EPOCH)
                  : null;
        };
    if (next == null) {
      return;
    }
    FeedState asked = s.budget(s.budget().order(order));
    boolean handed = next.getEpoch() > s.log().getEpoch();
    FeedState written = handed ? asked.with(next) : asked;
    moves.to(written.log(next), order != Order.RESUME, "a client asks: " + order, 0, 0);
    if (handed && s.budget().faults() > 0) {
      FeedState dead = written.budget(written.budget().fault());
      moves.to(dead, true, "the gateway dies in the midst of " + order, 0, 0);
    }
  }

  private void feeder(FeedState s, int i, Moves<FeedState> moves) {
    Feeder feeder = s.feeders().get(i);
    if (feeder.phase() == Phase.IDLE) {
      for (int r = 0; r < s.records().size(); r++) {
        if (s.records().get(r).holder() == Record.FREE) {
          moves.to(taken(s, i, r), false, "feeder %d takes record %d", i, r);
        }
      }
      return;
    }
    if (s.records().get(feeder.record()).holder() != i) {
      moves.to(s.feeder(i, f -> Feeder.NOBODY), false, "feeder %d sees its lock lost", i, 0);
    }
    switch (feeder.phase()) {
      case CLAIMING -> moves.to(claimed(s, i), false, "feeder %d claims", i, 0);
      case FEEDING -> feeding(s, i, moves);
      case MOVING -> moves.to(moved(s, i), false, "feeder %d does " + feeder.move(), i, 0);
      case LEAVING -> moves.to(left(s, i), false, "feeder %d leaves: " + feeder.outcome(), i, 0);
      case IDLE -> throw new AssertionError();
    }
  }

  private static FeedState taken(FeedState s, int i, int r) {
    FeedRules rules = new FeedRules(s.records().get(r).fed(), FeedCanonical.name(i));
    return s.record(
            r, it -> new Record(it.fed(), i, Math.min(it.deliveries() + 1, MOST_DELIVERIES + 1)))
        .feeder(i, f -> new Feeder(Phase.CLAIMING, r, rules, null, null));
  }

  private static FeedState claimed(FeedState s, int i) {
    Feeder feeder = s.feeders().get(i);
    FeedRules rules = feeder.rules();
    if (s.log() != null && !rules.counts(s.log())) {
      return s.feeder(i, f -> f.leaving(Outcome.DONE));
    }
    boolean often = s.records().get(feeder.record()).deliveries() > MOST_DELIVERIES;
    return s.log(BatchSnapshots.claim(rules.fed(), s.log(), rules.nonce()))
        .feeder(i, f -> often ? f.moving(Move.HAND_OVER) : f.to(Phase.FEEDING));
  }

  private void feeding(FeedState s, int i, Moves<FeedState> moves) {
    FeedRules rules = s.feeders().get(i).rules();
    if (!rules.mine(s.log())) {
      moves.to(leaving(s, i), false, "feeder %d sees that it is not its own", i, 0);
      return;
    }
    List<Move> ends =
        switch (s.log().getBatch().getState()) {
          case STATE_RUNNING -> List.of(Move.COMPLETE);
          case STATE_PAUSED -> List.of(Move.COMPLETE, Move.GIVE_BACK);
          case STATE_CANCELLING -> List.of(Move.CANCEL);
          default -> throw new AssertionError(s.log());
        };
    for (Move end : ends) {
      moves.to(s.feeder(i, f -> f.moving(end)), false, "feeder %d will " + end, i, 0);
    }
  }

  private FeedState moved(FeedState s, int i) {
    Feeder feeder = s.feeders().get(i);
    BatchSnapshot next = next(s.log(), feeder);
    if (next == null) {
      return leaving(s, i);
    }
    FeedState written = feeder.move() == Move.HAND_OVER ? s.with(next) : s;
    return leaving(written.log(next), i);
  }

  private FeedState leaving(FeedState s, int i) {
    return s.feeder(i, f -> f.leaving(leave(f.rules(), Optional.of(s.log()))));
  }

  private static BatchSnapshot next(BatchSnapshot now, Feeder feeder) {
    FeedRules rules = feeder.rules();
    return switch (feeder.move()) {
      case COMPLETE -> ended(now, rules, State.STATE_COMPLETED);
      case CANCEL -> ended(now, rules, State.STATE_CANCELLED);
      case GIVE_BACK -> rules.mine(now) ? BatchSnapshots.givenBack(now) : null;
      case HAND_OVER -> rules.mine(now) ? BatchSnapshots.handedOver(now) : null;
    };
  }

  private static BatchSnapshot ended(BatchSnapshot now, FeedRules rules, State state) {
    return rules.mayEnd(now, state) ? BatchSnapshots.ended(now, state, Instant.EPOCH) : null;
  }

  /** Only who still has the record can say what becomes of it. */
  private static FeedState left(FeedState s, int i) {
    Feeder feeder = s.feeders().get(i);
    int after = feeder.outcome() == Outcome.DONE ? Record.FINISHED : Record.FREE;
    return s.record(feeder.record(), r -> r.holder() == i ? r.heldBy(after) : r)
        .feeder(i, f -> Feeder.NOBODY);
  }

  /** It stands still for too long, and does not know it; or it dies. */
  private static void faults(FeedState s, int i, Moves<FeedState> moves) {
    Feeder feeder = s.feeders().get(i);
    if (s.budget().faults() == 0 || feeder.phase() == Phase.IDLE) {
      return;
    }
    FeedState lost =
        s.budget(s.budget().fault())
            .record(feeder.record(), r -> r.holder() == i ? r.heldBy(Record.FREE) : r);
    if (s.records().get(feeder.record()).holder() == i) {
      moves.to(lost, true, "feeder %d loses its lock", i, 0);
    }
    moves.to(lost.feeder(i, f -> Feeder.NOBODY), true, "feeder %d dies", i, 0);
  }
}
