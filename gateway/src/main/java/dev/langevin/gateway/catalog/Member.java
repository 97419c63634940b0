package dev.langevin.gateway.catalog;

import dev.langevin.internal.v1.Load;
import java.time.Instant;
import java.util.Optional;

/**
 * A replica as it is known.
 *
 * @param service what it is of
 * @param address host:port
 * @param seen when it answered last; empty if it never has
 * @param problem why it did not answer when it was asked last; empty if it did, or was not asked
 * @param load how busy it was when it answered last; of denoisers alone
 */
public record Member(
    Service service, String address, Optional<Instant> seen, String problem, Optional<Load> load) {
  /** What replicas are of. */
  public enum Service {
    DENOISER,
    TEXT_ENCODER,
    DECODER
  }
}
