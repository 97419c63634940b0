package dev.langevin.orchestrator.slot;

import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.orchestrator.slot.SlotAction.Abandon;
import dev.langevin.orchestrator.slot.SlotAction.Acknowledge;
import dev.langevin.orchestrator.slot.SlotAction.AskToStop;
import dev.langevin.orchestrator.slot.SlotAction.CloseConsumer;
import dev.langevin.orchestrator.slot.SlotAction.Interrupt;
import dev.langevin.orchestrator.slot.SlotAction.Renew;
import dev.langevin.orchestrator.slot.SlotAction.Start;
import dev.langevin.orchestrator.slot.SlotEvent.Delivered;
import dev.langevin.orchestrator.slot.SlotEvent.Drain;
import dev.langevin.orchestrator.slot.SlotEvent.Ended;
import dev.langevin.orchestrator.slot.SlotEvent.LockLost;
import dev.langevin.orchestrator.slot.SlotEvent.Tick;
import dev.langevin.orchestrator.slot.SlotEvent.Unready;
import dev.langevin.orchestrator.slot.SlotState.Closed;
import dev.langevin.orchestrator.slot.SlotState.Draining;
import dev.langevin.orchestrator.slot.SlotState.Idle;
import dev.langevin.orchestrator.slot.SlotState.Lost;
import dev.langevin.orchestrator.slot.SlotState.Paused;
import dev.langevin.orchestrator.slot.SlotState.Working;
import java.util.List;

/**
 * Decides a slot's moves, without doing any of them: (state, event, now) → (state, actions).
 *
 * @param renewEvery nanoseconds between renewals, a third of the lock time
 * @param grace nanoseconds that a job has to stop by itself when the orchestrator closes
 */
public record SlotMachine(long renewEvery, long grace) {
  private static final long SHORTEST_PAUSE = 200_000_000;
  private static final int MOST_DOUBLINGS = 6;

  /**
   * A decision.
   *
   * @param state the next state
   * @param actions what to do, in order
   */
  public record Decision(SlotState state, List<SlotAction> actions) {
    private static Decision of(SlotState state, SlotAction... actions) {
      return new Decision(state, List.of(actions));
    }
  }

  /** Decides. */
  public Decision decide(SlotState state, SlotEvent event, long now) {
    return switch (state) {
      case Idle idle -> idle(idle, event, now);
      case Working working -> working(working, event, now);
      case Draining draining -> draining(draining, event, now);
      case Lost lost -> lost(lost, event, now);
      case Paused paused -> paused(paused, event, now);
      case Closed closed -> Decision.of(closed);
    };
  }

  /** For how many nanoseconds nothing is to be done unless something happens. */
  public static long idleFor(SlotState state, long now) {
    return switch (state) {
      case Idle idle -> 0;
      case Working working -> Math.max(0, working.renewAt() - now);
      case Draining d -> Math.max(0, Math.min(d.renewAt() - now, d.interruptAt() - now));
      case Lost lost -> Long.MAX_VALUE;
      case Paused paused -> Math.max(0, paused.until() - now);
      case Closed closed -> 0;
    };
  }

  private Decision idle(Idle state, SlotEvent event, long now) {
    return switch (event) {
      case Delivered delivered ->
          Decision.of(new Working(now + renewEvery, state.faults()), new Start());
      case Tick tick -> Decision.of(state);
      case Unready unready -> pause(state.faults(), now);
      case LockLost lost -> pause(state.faults() + 1, now);
      case Drain drain -> Decision.of(new Closed(), new CloseConsumer());
      case Ended ended -> throw impossible(state, event);
    };
  }

  private Decision working(Working state, SlotEvent event, long now) {
    return switch (event) {
      case Tick tick ->
          now - state.renewAt() < 0
              ? Decision.of(state)
              : Decision.of(new Working(now + renewEvery, state.faults()), new Renew());
      case Ended ended -> ended(state, ended.outcome(), now);
      case LockLost lost -> Decision.of(new Lost(state.faults(), false), new Abandon());
      case Drain drain -> Decision.of(new Draining(state.renewAt(), now + grace), new AskToStop());
      case Unready unready -> Decision.of(state);
      case Delivered delivered -> throw impossible(state, event);
    };
  }

  private Decision ended(Working state, Outcome outcome, long now) {
    return switch (outcome) {
      case DONE, UNREADABLE, RELEASED -> Decision.of(new Idle(0), new Acknowledge(outcome));
      case FAULTED -> {
        int faults = state.faults() + 1;
        Paused paused = new Paused(now + pauseAfter(faults), faults);
        yield Decision.of(paused, new Acknowledge(outcome), new CloseConsumer());
      }
    };
  }

  private Decision draining(Draining state, SlotEvent event, long now) {
    return switch (event) {
      case Tick tick -> draining(state, now);
      case Ended ended ->
          Decision.of(new Closed(), new Acknowledge(ended.outcome()), new CloseConsumer());
      case LockLost lost -> Decision.of(new Lost(0, true), new Abandon());
      case Drain drain -> Decision.of(state);
      case Unready unready -> Decision.of(state);
      case Delivered delivered -> throw impossible(state, event);
    };
  }

  private Decision draining(Draining state, long now) {
    if (now - state.interruptAt() >= 0) {
      return Decision.of(new Draining(state.renewAt(), now + grace), new Interrupt());
    }
    return now - state.renewAt() < 0
        ? Decision.of(state)
        : Decision.of(new Draining(now + renewEvery, state.interruptAt()), new Renew());
  }

  private Decision lost(Lost state, SlotEvent event, long now) {
    return switch (event) {
      case Ended ended ->
          state.closing()
              ? Decision.of(new Closed(), new CloseConsumer())
              : pause(state.faults() + 1, now);
      case Drain drain -> Decision.of(new Lost(state.faults(), true));
      case Tick tick -> Decision.of(state);
      case Unready unready -> Decision.of(state);
      case LockLost lost -> Decision.of(state);
      case Delivered delivered -> throw impossible(state, event);
    };
  }

  private Decision paused(Paused state, SlotEvent event, long now) {
    return switch (event) {
      case Tick tick ->
          now - state.until() < 0 ? Decision.of(state) : Decision.of(new Idle(state.faults()));
      case Unready unready -> Decision.of(new Paused(now + SHORTEST_PAUSE, state.faults()));
      case Drain drain -> Decision.of(new Closed());
      case LockLost lost -> Decision.of(state);
      case Ended ended -> throw impossible(state, event);
      case Delivered delivered -> throw impossible(state, event);
    };
  }

  private static Decision pause(int faults, long now) {
    return Decision.of(new Paused(now + pauseAfter(faults), faults), new CloseConsumer());
  }

  private static long pauseAfter(int faults) {
    return SHORTEST_PAUSE << Math.min(Math.max(faults - 1, 0), MOST_DOUBLINGS);
  }

  private static IllegalStateException impossible(SlotState state, SlotEvent event) {
    return new IllegalStateException(event + " cannot happen in " + state);
  }
}
