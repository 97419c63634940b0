package dev.langevin.gateway.jobs;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.Identity;
import dev.langevin.runtime.generations.Fold;

/**
 * A call that asks for a new generation, as it is told from others.
 *
 * @param id the generation's, if there is none yet
 * @param tenant whose it is
 * @param requestId what its maker calls it; empty if it has no name
 * @param hash SHA-256 over what was asked for, as it came in
 * @param origin id of the generation that is tried anew; empty if there is none
 */
record Submission(String id, String tenant, String requestId, ByteString hash, String origin) {
  /** With the id that its tenant's request_id always has; with a random one if it has none. */
  Submission(String tenant, String requestId, ByteString hash, String origin) {
    this(
        requestId.isEmpty() ? Identity.randomId() : Identity.idOf(tenant, requestId),
        tenant,
        requestId,
        hash,
        origin);
  }

  /** The folded snapshot of its id, if it is its own and still there. */
  Snapshot own(Snapshot folded) {
    if (!folded.getRequestHash().equals(hash)) {
      throw GatewayException.requestIdTaken(requestId, folded.getGeneration().getId());
    }
    if (Fold.deleted(folded)) {
      throw GatewayException.requestIdDeleted(requestId, folded.getGeneration().getId());
    }
    return folded;
  }
}
