package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.protocol.Gateway.Phase;
import dev.langevin.orchestrator.protocol.State.Budget;
import dev.langevin.orchestrator.protocol.State.Queue;
import dev.langevin.orchestrator.protocol.State.Store;
import dev.langevin.orchestrator.protocol.State.Witness;
import java.util.List;

/**
 * The protocol of one generation: two gateways that are asked to create it under one request_id,
 * two orchestrators with a slot each, the log, the share group, and the store.
 */
final class Protocol implements Model<State> {
  /** Attempts that one fault costs at the most. */
  static final int COST = 2;

  /** Records in the log, at most; states with more are not explored. */
  static final int LONGEST_LOG = 24;

  /** Attempts that may fail: fewer than in production, so that few faults exhaust them. */
  private static final int MOST_FAILED = 3;

  private final Interner<Log> logs = new Interner<>();
  private final Interner<Queue> queues = new Interner<>();
  private final Interner<Gateway> gateways = new Interner<>();
  private final Interner<Orchestrator> slots = new Interner<>();
  private final Interner<Store> stores = new Interner<>();
  private final Interner<Witness> witnesses = new Interner<>();
  private final Interner<Budget> budgets = new Interner<>();
  private final Interner<Latecomer> latecomers = new Interner<>();

  private final Records records;
  private final GatewayMoves gatewayMoves;
  private final SlotMoves slotMoves;
  private final JobMoves jobMoves;
  private final JobFaults jobFaults;
  private final LogMoves logMoves;
  private final Canonical canonical;
  private final Invariants invariants;
  private final Budget budget;
  private int longestLog;

  Protocol(Conduct conduct, int faults, int cancels, boolean compacting) {
    records = new Records(conduct, MOST_FAILED);
    logMoves = new LogMoves(records, compacting);
    gatewayMoves = new GatewayMoves(records, logMoves);
    slotMoves = new SlotMoves();
    jobMoves = new JobMoves(records, conduct, logMoves, slotMoves);
    jobFaults = new JobFaults(records, jobMoves, slotMoves);
    canonical = new Canonical(records, compacting);
    invariants = new Invariants(records);
    budget = new Budget(faults, cancels);
  }

  Records records() {
    return records;
  }

  /** The length of the longest log seen. */
  int longestLog() {
    return longestLog;
  }

  @Override
  public State initial() {
    return new State(
        Log.EMPTY,
        new Queue(List.of(), List.of()),
        List.of(Gateway.FRESH, Gateway.FRESH),
        List.of(Orchestrator.FIRST, Orchestrator.FIRST),
        new Store(0, 0),
        new Witness(State.NONE, false, false, 0),
        budget,
        Latecomer.NOBODY);
  }

  @Override
  public void moves(State s, Moves<State> moves) {
    longestLog = Math.max(longestLog, s.log().size());
    if (s.log().size() >= LONGEST_LOG) {
      return;
    }
    for (int i = 0; i < 2; i++) {
      gatewayMoves.moves(s, i, moves);
      slotMoves.moves(s, i, moves);
      jobMoves.moves(s, i, moves);
      jobFaults.moves(s, i, moves);
    }
    logMoves.moves(s, moves);
  }

  @Override
  public String violation(State state) {
    return invariants.violation(state);
  }

  /** Clients are answered, the job has ended, no work is left, and nobody is busy. */
  @Override
  public boolean done(State s) {
    int view = s.log().end();
    return view != State.NONE
        && dev.langevin.runtime.generations.Fold.ended(records.get(view).getGeneration().getState())
        && s.gateways().stream().allMatch(gateway -> gateway.phase() == Phase.ANSWERED)
        && s.queue().works().stream().allMatch(work -> work == Queue.DONE)
        && s.slots().stream().allMatch(slot -> slot.job() == null);
  }

  @Override
  public int[] pack(State state) {
    State s = canonical.of(state);
    int g0 = gateways.number(s.gateways().get(0));
    int g1 = gateways.number(s.gateways().get(1));
    int o0 = slots.number(s.slots().get(0));
    int o1 = slots.number(s.slots().get(1));
    Queue queue = o0 > o1 ? s.queue().swapped() : s.queue();
    return new int[] {
      logs.number(s.log()),
      queues.number(queue),
      Math.min(g0, g1),
      Math.max(g0, g1),
      Math.min(o0, o1),
      Math.max(o0, o1),
      stores.number(s.store()),
      witnesses.number(s.witness()),
      budgets.number(s.budget()),
      latecomers.number(s.latecomer())
    };
  }

  @Override
  public State unpack(int[] packed) {
    return new State(
        logs.get(packed[0]),
        queues.get(packed[1]),
        List.of(gateways.get(packed[2]), gateways.get(packed[3])),
        List.of(slots.get(packed[4]), slots.get(packed[5])),
        stores.get(packed[6]),
        witnesses.get(packed[7]),
        budgets.get(packed[8]),
        latecomers.get(packed[9]));
  }

  /**
   * Whether packing makes the first slot the second; equal slots are told apart by what they hold.
   */
  boolean swaps(State state) {
    State s = canonical.of(state);
    return slots.number(s.slots().get(0)) > slots.number(s.slots().get(1));
  }

  /** As {@link #swaps}, of gateways. */
  boolean swapsGateways(State s) {
    return gateways.number(s.gateways().get(0)) > gateways.number(s.gateways().get(1));
  }
}
