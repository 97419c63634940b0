package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.order.Job;
import dev.langevin.runtime.model.store.Lease;

/** Where a stream is on its way. {@link Moves} says what may be said in each. */
sealed interface Phase {
  /** Whether its messages are read. */
  default boolean reads() {
    return true;
  }

  /** Whether each of its messages is answered: the peer reads before it writes on. */
  default boolean answers() {
    return false;
  }

  /** Whether it waits for answers. */
  default boolean busy() {
    return false;
  }

  /** Gives back what it holds. */
  default void release() {}

  /** Nothing was said. */
  record Fresh() implements Phase {}

  /** Its model is being loaded. */
  record Loading() implements Phase {
    @Override
    public boolean reads() {
      return false;
    }
  }

  /** Conditionings come in, until the first step. */
  record Gathering(Lease<ServedModel> lease, Job job, ConditioningIntake intake) implements Phase {
    @Override
    public void release() {
      intake.release();
      lease.close();
    }
  }

  /** Steps come in. */
  record Stepping(Lease<ServedModel> lease, ConditioningIntake intake, Steps steps)
      implements Phase {
    @Override
    public boolean answers() {
      return true;
    }

    @Override
    public boolean busy() {
      return !steps.none();
    }

    @Override
    public void release() {
      steps.cancel();
      intake.release();
      lease.close();
    }
  }

  /** The peer was told so; the transport may still have to bring it there. */
  record Over(long sinceNanos) implements Phase {
    @Override
    public boolean reads() {
      return false;
    }
  }
}
