package dev.langevin.gateway.catalog;

import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What replicas are asked about their models.
 *
 * @param scan whether they look at their directories first
 * @param patience how long an answer may take
 */
record Question(boolean scan, Duration patience) {
  /** What they know. */
  static final Question KNOWN = new Question(false, Duration.ofSeconds(2));

  /** What is there now; a scan loads what it finds. */
  static final Question SCANNED = new Question(true, Duration.ofSeconds(60));

  /** A stub that is as patient. */
  <S extends AbstractStub<S>> S on(S stub) {
    return stub.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
