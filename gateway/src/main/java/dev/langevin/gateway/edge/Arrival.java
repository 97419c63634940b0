package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.identity.Caller;
import java.util.function.Consumer;

/**
 * What is decided of a call when its method gets it.
 *
 * @param caller whose it is; null if it is refused
 * @param refusal why; null if it is not
 * @param messageLimit the most bytes of a message, which the server sees to
 */
record Arrival(Caller caller, GatewayException refusal, int messageLimit) {
  /** Goes one way or the other. */
  void to(Consumer<Caller> in, Consumer<GatewayException> out) {
    if (refusal == null) {
      in.accept(caller);
    } else {
      out.accept(refusal);
    }
  }
}
