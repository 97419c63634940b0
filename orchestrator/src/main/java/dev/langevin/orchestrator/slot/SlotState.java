package dev.langevin.orchestrator.slot;

/** What a slot is doing. Times are in nanoseconds of {@link System#nanoTime}. */
public sealed interface SlotState {

  /**
   * It asks for work.
   *
   * @param faults environment faults since the last job that met none
   */
  record Idle(int faults) implements SlotState {}

  /**
   * It holds a record, and the job runs.
   *
   * @param renewAt when the lock is to be renewed
   * @param faults as in {@link Idle}
   */
  record Working(long renewAt, int faults) implements SlotState {}

  /**
   * It holds a record and was asked to close; the job has been told, and its outcome is awaited.
   *
   * @param renewAt when the lock is to be renewed
   * @param interruptAt when the job is interrupted if it has not stopped by itself
   */
  record Draining(long renewAt, long interruptAt) implements SlotState {}

  /**
   * The lock is gone; the job has been interrupted, and its end is awaited. Nothing is
   * acknowledged.
   *
   * @param faults as in {@link Idle}
   * @param closing whether it closes afterwards
   */
  record Lost(int faults, boolean closing) implements SlotState {}

  /**
   * It takes no work, and holds no consumer, until the time has passed and the environment is well.
   *
   * @param until when to look again
   * @param faults as in {@link Idle}
   */
  record Paused(long until, int faults) implements SlotState {}

  /** It is over. */
  record Closed() implements SlotState {}
}
