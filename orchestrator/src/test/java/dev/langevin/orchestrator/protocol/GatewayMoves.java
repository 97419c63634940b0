package dev.langevin.orchestrator.protocol;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.orchestrator.protocol.Gateway.Phase;
import dev.langevin.orchestrator.protocol.Records.Fate;
import dev.langevin.orchestrator.protocol.State.Budget;
import dev.langevin.orchestrator.protocol.State.Queue;
import dev.langevin.orchestrator.protocol.State.Witness;
import dev.langevin.v1.Generation;

/** What gateways do: Create and Cancel, as the gateway's classes do them. */
final class GatewayMoves {
  private final Records records;
  private final LogMoves log;

  GatewayMoves(Records records, LogMoves log) {
    this.records = records;
    this.log = log;
  }

  void moves(State s, int me, Model.Moves<State> moves) {
    Gateway gateway = s.gateways().get(me);
    switch (gateway.phase()) {
      case ASKED -> ask(s, me, gateway, moves);
      case UNKNOWN -> {
        int work = s.queue().works().size();
        State put = s.with(s.queue().with(work, Queue.FREE));
        moves.to(
            put.with(me, gateway.writing(Phase.CREATING, records.queued(work))),
            false,
            "gateway %d puts work record w%d into the queue",
            me,
            work);
      }
      case CREATING -> {
        State written = log.append(s, gateway.write());
        moves.to(
            answered(written, written.log().end()).with(me, gateway.in(Phase.ANSWERED)),
            false,
            "gateway %d writes QUEUED, reads it back, and answers the Create",
            me,
            0);
      }
      case ANSWERED -> cancel(s, me, gateway, moves);
      case CANCELLING -> writeCancelled(s, me, gateway, moves);
    }
    if (s.budget().faults() > 0) {
      faults(s, me, gateway, moves);
    }
  }

  /** The gateway has read the log to its end, as it was after the client asked. */
  private void ask(State s, int me, Gateway gateway, Model.Moves<State> moves) {
    int view = s.log().end();
    if (view == State.NONE) {
      moves.to(
          s.with(me, gateway.in(Phase.UNKNOWN)),
          false,
          "gateway %d is asked to create the generation, and does not know it",
          me,
          0);
    } else {
      moves.to(
          answered(s, view).with(me, gateway.in(Phase.ANSWERED)),
          false,
          "gateway %d is asked to create the generation, and answers with the one there is",
          me,
          0);
    }
  }

  private void cancel(State s, int me, Gateway gateway, Model.Moves<State> moves) {
    int view = s.log().end();
    Budget b = s.budget();
    if (b.cancels() == 0 || view == State.NONE || records.ended(view)) {
      return;
    }
    moves.to(
        s.with(new Budget(b.faults(), b.cancels() - 1))
            .with(me, gateway.writing(Phase.CANCELLING, records.cancelled(view))),
        false,
        "gateway %d is asked to cancel, and is about to write CANCELLED",
        me,
        0);
  }

  private void writeCancelled(State s, int me, Gateway gateway, Model.Moves<State> moves) {
    int before = s.log().end();
    State written = log.append(s, gateway.write());
    int folded = written.log().end();
    boolean won = records.fate(before, gateway.write()) != Fate.REFUSED;
    if (won || records.ended(folded)) {
      boolean cancelled =
          records.get(folded).getGeneration().getState() == Generation.State.STATE_CANCELLED;
      Witness w = s.witness();
      moves.to(
          written
              .with(
                  new Witness(
                      w.created(), w.contradicted(), w.cancelled() || cancelled, w.costly()))
              .with(me, gateway.in(Phase.ANSWERED)),
          false,
          "gateway %d writes CANCELLED, reads it back, and answers the Cancel",
          me,
          0);
    } else {
      moves.to(
          written.with(me, gateway.writing(Phase.CANCELLING, records.cancelled(folded))),
          false,
          "gateway %d writes CANCELLED in vain, for others were faster",
          me,
          0);
    }
  }

  private void faults(State s, int me, Gateway gateway, Model.Moves<State> moves) {
    boolean answered = gateway.phase() == Phase.CANCELLING;
    State left = gateway.write() != State.NONE ? s.with(s.queue().plus(gateway.write())) : s;
    moves.to(
        left.faulted(0).with(me, answered ? Gateway.FRESH.in(Phase.ANSWERED) : Gateway.FRESH),
        true,
        "gateway %d is killed and starts again",
        me,
        0);
    if (gateway.write() != State.NONE) {
      moves.to(
          left.faulted(0).with(me, gateway.in(answered ? Phase.ANSWERED : Phase.ASKED)),
          true,
          "gateway %d gives up waiting for its write",
          me,
          0);
    }
  }

  private State answered(State s, int folded) {
    Snapshot snapshot = records.get(folded);
    int work = Integer.parseInt(snapshot.getWorkId().substring(1));
    Witness w = s.witness();
    boolean contradicted = w.created() != State.NONE && w.created() != work;
    return s.with(new Witness(work, w.contradicted() || contradicted, w.cancelled(), w.costly()));
  }
}
