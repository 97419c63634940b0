package dev.langevin.orchestrator.slot;

import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.runtime.trace.Trace;
import java.util.Optional;
import java.util.OptionalLong;

/** Where a slot's work comes from: one record at a time, held under a lock. One thread uses it. */
public interface WorkSource extends AutoCloseable {
  /** The bytes of the next work record, if one comes within a short while. */
  Optional<byte[]> poll();

  /** How often the record has been delivered; for logs, attempts are counted in the fold. */
  int deliveries();

  /** Where whoever made the record was when it did. */
  Trace trace();

  /** The lock time, in nanoseconds, once the broker has told it. */
  OptionalLong lockNanos();

  /** Renews the lock; whether the record is still ours. */
  boolean renew();

  /** Says what became of the record; whether it was still ours. */
  boolean acknowledge(Outcome outcome);

  /** Lets go of everything; {@link #poll()} begins anew. */
  @Override
  void close();
}
