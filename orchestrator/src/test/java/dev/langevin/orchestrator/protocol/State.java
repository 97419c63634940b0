package dev.langevin.orchestrator.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything, at one moment.
 *
 * @param log the generation's records
 * @param queue its work records, and writes of the dead
 * @param gateways two; which is which does not matter
 * @param slots two orchestrators with a slot each; which is which does not matter
 * @param store checkpoints and artifacts
 * @param witness what clients were told, and what faults may have cost
 * @param budget what may still happen
 * @param latecomer who begins to read after compaction
 */
record State(
    Log log,
    Queue queue,
    List<Gateway> gateways,
    List<Orchestrator> slots,
    Store store,
    Witness witness,
    Budget budget,
    Latecomer latecomer) {
  /** No record. */
  static final int NONE = Records.NONE;

  /**
   * The share group, and the network.
   *
   * @param works by work id: {@link #FREE}, {@link #DONE}, or the number of the slot that holds it
   * @param late records whose writers died or gave up waiting; each may still arrive, or never
   */
  record Queue(List<Integer> works, List<Integer> late) {
    static final int FREE = -1;
    static final int DONE = -2;

    Queue with(int work, int holder) {
      List<Integer> changed = new ArrayList<>(works);
      if (work == changed.size()) {
        changed.add(holder);
      } else {
        changed.set(work, holder);
      }
      return new Queue(List.copyOf(changed), late);
    }

    /** A slot holds nothing any more, if it did. */
    Queue freed(int slot) {
      return new Queue(works.stream().map(holder -> holder == slot ? FREE : holder).toList(), late);
    }

    Queue plus(int record) {
      List<Integer> more = new ArrayList<>(late);
      more.add(record);
      return new Queue(works, more.stream().sorted().toList());
    }

    Queue minus(int index) {
      List<Integer> fewer = new ArrayList<>(late);
      fewer.remove(index);
      return new Queue(works, List.copyOf(fewer));
    }

    /** As it is when the slots change places. */
    Queue swapped() {
      return new Queue(works.stream().map(h -> h < 0 ? h : 1 - h).toList(), late);
    }
  }

  /**
   * What is stored.
   *
   * @param checkpoint evaluations done in the newest checkpoint; 0 if there is none
   * @param artifacts nonces of the attempts that stored theirs, as bits
   */
  record Store(int checkpoint, int artifacts) {}

  /**
   * What the checker remembers, and no process does.
   *
   * @param created the work id that a Create was answered with; NONE before
   * @param contradicted whether two Creates were answered with different ones
   * @param cancelled whether a client was told that the generation is cancelled
   * @param costly faults that may cost an attempt
   */
  record Witness(int created, boolean contradicted, boolean cancelled, int costly) {}

  /**
   * What may still happen.
   *
   * @param faults of any kind
   * @param cancels that clients will ask for
   */
  record Budget(int faults, int cancels) {}

  State with(Log changed) {
    return new State(changed, queue, gateways, slots, store, witness, budget, latecomer);
  }

  State with(Queue changed) {
    return new State(log, changed, gateways, slots, store, witness, budget, latecomer);
  }

  State with(Store changed) {
    return new State(log, queue, gateways, slots, changed, witness, budget, latecomer);
  }

  State with(Witness changed) {
    return new State(log, queue, gateways, slots, store, changed, budget, latecomer);
  }

  State with(Budget changed) {
    return new State(log, queue, gateways, slots, store, witness, changed, latecomer);
  }

  State with(Latecomer changed) {
    return changed == latecomer
        ? this
        : new State(log, queue, gateways, slots, store, witness, budget, changed);
  }

  State with(int index, Gateway gateway) {
    return new State(
        log, queue, put(gateways, index, gateway), slots, store, witness, budget, latecomer);
  }

  State with(int index, Orchestrator slot) {
    return new State(
        log, queue, gateways, put(slots, index, slot), store, witness, budget, latecomer);
  }

  /** One fault less; {@code cost} of an attempt at the most. */
  State faulted(int cost) {
    return with(new Budget(budget.faults() - 1, budget.cancels()))
        .with(
            new Witness(
                witness.created(),
                witness.contradicted(),
                witness.cancelled(),
                witness.costly() + cost));
  }

  private static <T> List<T> put(List<T> pair, int index, T value) {
    return index == 0 ? List.of(value, pair.get(1)) : List.of(pair.get(0), value);
  }
}
