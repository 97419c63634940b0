package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.orchestrator.protocol.State.Queue;
import dev.langevin.orchestrator.protocol.State.Witness;
import dev.langevin.orchestrator.slot.SlotAction;
import dev.langevin.orchestrator.slot.SlotEvent;
import dev.langevin.orchestrator.slot.SlotMachine;
import dev.langevin.orchestrator.slot.SlotState;

/** What a slot's keeper does, decided by the production machine, and what happens to it. */
final class SlotMoves {
  private static final SlotMachine MACHINE = new SlotMachine(1, 2);

  void moves(State s, int me, Model.Moves<State> moves) {
    Orchestrator o = s.slots().get(me);
    switch (o.slot()) {
      case SlotState.Idle idle -> poll(s, me, o, moves);
      case SlotState.Working working -> hold(s, me, o, moves);
      case SlotState.Draining draining -> {
        hold(s, me, o, moves);
      }
      case SlotState.Lost lost -> {} // until the job has ended
      case SlotState.Paused paused -> throw new AssertionError(o);
      case SlotState.Closed closed -> throw new AssertionError(o);
    }
    if (s.budget().faults() > 0) {
      faults(s, me, o, moves);
    }
  }

  private void poll(State s, int me, Orchestrator o, Model.Moves<State> moves) {
    for (int work = 0; work < s.queue().works().size(); work++) {
      if (s.queue().works().get(work) == Queue.FREE) {
        State held = s.with(s.queue().with(work, me)).with(me, o.delivered(work));
        State started = apply(held, me, new SlotEvent.Delivered(), 0);
        moves.to(started, false, "slot %d gets work record w%d", me, work);
        if (s.store().checkpoint() > 0) {
          Orchestrator begun = started.slots().get(me);
          moves.to(
              started.with(me, begun.with(begun.job().evaluated(s.store().checkpoint()))),
              false,
              "slot %d gets work record w%d, and resumes from the checkpoint",
              me,
              work);
        }
      }
    }
  }

  private void hold(State s, int me, Orchestrator o, Model.Moves<State> moves) {
    if (!ours(s, me, o)) {
      moves.to(
          apply(s, me, new SlotEvent.Tick(), 1),
          false,
          "slot %d fails to renew its lock, and interrupts its job",
          me,
          0);
    }
  }

  private void faults(State s, int me, Orchestrator o, Model.Moves<State> moves) {
    moves.to(killed(s, me).faulted(0), true, "orchestrator %d is killed and starts again", me, 0);
    if (o.work() != State.NONE && ours(s, me, o)) {
      moves.to(
          s.with(s.queue().freed(me)).faulted(1),
          true,
          "the lock of slot %d lapses; it is frozen, or cut off",
          me,
          0);
    }
    if (o.slot() instanceof SlotState.Idle || o.slot() instanceof SlotState.Working) {
      moves.to(
          apply(s, me, new SlotEvent.Drain(), 0).faulted(0),
          true,
          "orchestrator %d is asked to close",
          me,
          0);
    }
  }

  /** The process dies, its connection drops, and it starts again; if it ran a job, at a cost. */
  State killed(State s, int me) {
    Witness w = s.witness();
    int cost = s.slots().get(me).job() == null ? 0 : 1;
    return s.with(s.queue().freed(me))
        .with(me, Orchestrator.fresh(s))
        .with(new Witness(w.created(), w.contradicted(), w.cancelled(), w.costly() + cost));
  }

  /** The job thread is done. */
  State ended(State s, int me, Outcome outcome) {
    return apply(s, me, new SlotEvent.Ended(outcome), 0);
  }

  /** What the machine decides is done at once; so are pauses, and a new start. */
  private State apply(State s, int me, SlotEvent event, long now) {
    Orchestrator o = s.slots().get(me);
    SlotMachine.Decision decision = MACHINE.decide(o.slot(), event, now);
    Orchestrator next = o.with(timeless(decision.state()));
    State changed = s.with(me, event instanceof SlotEvent.Ended ? next.idle() : next);
    for (SlotAction action : decision.actions()) {
      changed = perform(changed, me, o.work(), action);
    }
    return switch (changed.slots().get(me).slot()) {
      case SlotState.Paused paused -> apply(changed, me, new SlotEvent.Tick(), 1);
      case SlotState.Closed closed -> changed.with(me, Orchestrator.fresh(changed));
      case SlotState.Idle idle -> changed;
      case SlotState.Working working -> changed;
      case SlotState.Draining draining -> changed;
      case SlotState.Lost lost -> changed;
    };
  }

  private State perform(State s, int me, int work, SlotAction action) {
    Orchestrator o = s.slots().get(me);
    boolean ours = work != State.NONE && s.queue().works().get(work) == me;
    return switch (action) {
      case SlotAction.Start start -> s.with(me, o.with(Attempting.fresh(0)));
      case SlotAction.Renew renew -> ours ? s : apply(s, me, new SlotEvent.LockLost(), 0);
      case SlotAction.Acknowledge(Outcome outcome) ->
          ours
              ? s.with(s.queue().with(work, outcome == Outcome.DONE ? Queue.DONE : Queue.FREE))
              : apply(s, me, new SlotEvent.LockLost(), 0);
      case SlotAction.AskToStop ask -> s.with(me, o.with(o.job().asked(Stop.DRAINED, false)));
      case SlotAction.Abandon abandon -> s.with(me, o.with(o.job().asked(Stop.LOCK_LOST, true)));
      case SlotAction.Interrupt interrupt -> s.with(me, o.with(o.job().asked(Stop.DRAINED, true)));
      case SlotAction.CloseConsumer close -> s.with(s.queue().freed(me));
    };
  }

  /** Any time may pass between two moves, so that how much is left tells nothing. */
  private static SlotState timeless(SlotState state) {
    return switch (state) {
      case SlotState.Idle idle -> new SlotState.Idle(0);
      case SlotState.Working working -> new SlotState.Working(1, 0);
      case SlotState.Draining draining -> new SlotState.Draining(1, 2);
      case SlotState.Lost lost -> new SlotState.Lost(0, lost.closing());
      case SlotState.Paused paused -> new SlotState.Paused(1, 0);
      case SlotState.Closed closed -> closed;
    };
  }

  private static boolean ours(State s, int me, Orchestrator o) {
    return s.queue().works().get(o.work()) == me;
  }
}
