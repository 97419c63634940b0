package dev.langevin.runtime.batches;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.BatchPosition;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Verdict;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BatchFoldTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final BatchSnapshot FIRST = first("w1");
  private static final BatchSnapshot TAKEN = BatchSnapshots.claim(FIRST, FIRST, "feeder-a");
  private static final BatchSnapshot PAUSED = BatchSnapshots.paused(TAKEN);
  private static final BatchSnapshot CANCELLING = BatchSnapshots.cancelling(TAKEN);
  private static final BatchSnapshot DONE = BatchSnapshots.ended(TAKEN, State.STATE_COMPLETED, NOW);

  @Test
  void apply_movesOfABatch_areAccepted() {
    accepted(null, FIRST);
    accepted(FIRST, TAKEN);
    accepted(TAKEN, far(TAKEN, 5));
    accepted(TAKEN, PAUSED);
    accepted(PAUSED, far(PAUSED, 5));
    accepted(PAUSED, BatchSnapshots.resumed(PAUSED));
    accepted(PAUSED, BatchSnapshots.cancelling(PAUSED));
    accepted(TAKEN, CANCELLING);
    accepted(CANCELLING, BatchSnapshots.ended(CANCELLING, State.STATE_CANCELLED, NOW));
    accepted(TAKEN, BatchSnapshots.handedOver(TAKEN));
    accepted(TAKEN, DONE);
    accepted(DONE, BatchSnapshots.deleted(DONE, NOW));
  }

  @Test
  void cancelled_batchThatNoFeederHas_endsAtOnceWithEveryLineCounted() {
    BatchSnapshot paused = BatchSnapshots.paused(far(TAKEN, 4));
    BatchSnapshot back = BatchSnapshots.givenBack(paused);
    BatchSnapshot cancelled = BatchSnapshots.cancelled(back, NOW);

    accepted(paused, back);
    accepted(back, cancelled);
    assertThat(back.getHeld()).isFalse();
    assertThat(cancelled.getBatch().getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(cancelled.getBatch().getCancelled()).isEqualTo(6);
  }

  @Test
  void apply_sameRecordAgain_changesNothing() {
    assertThat(BatchFold.apply(TAKEN, TAKEN)).isEqualTo(new Verdict.Unchanged());
  }

  @Test
  void apply_claimThatCameBeforeTheFirstSnapshot_isTheFirst() {
    BatchSnapshot claim = BatchSnapshots.claim(FIRST, null, "feeder-a");

    accepted(null, claim);
    refused(claim, FIRST, "version 1 is not newer than 2");
  }

  @Test
  void apply_twoWritersOnOneState_theFirstWins() {
    refused(PAUSED, far(TAKEN, 5), "version 3 is not newer than 3");
    refused(far(TAKEN, 5), PAUSED, "version 3 is not newer than 3");
  }

  @Test
  void apply_feederThatLostItsClaim_isRefused() {
    BatchSnapshot taken = BatchSnapshots.claim(FIRST, TAKEN, "feeder-b");
    BatchSnapshot late = far(far(TAKEN, 5), 6);

    refused(taken, late, "attempt 1 is older than 2");
    refused(
        taken,
        taken.toBuilder().setVersion(9).setClaim("feeder-c").build(),
        "the snapshot is of another claim");
  }

  @Test
  void apply_recordOfAnEarlierEpoch_isRefused() {
    BatchSnapshot resumed = BatchSnapshots.resumed(PAUSED);

    refused(resumed, resumed.toBuilder().setVersion(9).setEpoch(1).build(), "epoch 1 is older");
  }

  @Test
  void apply_otherIdentity_isRefused() {
    refused(FIRST, first("w2").toBuilder().setVersion(2).build(), "another work id, w2");
    refused(
        FIRST,
        FIRST.toBuilder().setVersion(2).setRequestHash(ByteString.copyFromUtf8("x")).build(),
        "another request");
    refused(FIRST, FIRST.toBuilder().setVersion(2).setBlob("b/x").build(), "another blob");
  }

  @Test
  void apply_afterTheEnd_onlyAStubCounts() {
    refused(DONE, far(DONE, 5), "COMPLETED and can't become COMPLETED");
    refused(DONE, BatchSnapshots.cancelling(DONE), "can't become CANCELLING");
    BatchSnapshot stub = BatchSnapshots.deleted(DONE, NOW);
    refused(stub, BatchSnapshots.deleted(stub, NOW.plusSeconds(1)), "was deleted");
  }

  @Test
  void apply_cancelledBatch_neverGoesOn() {
    refused(CANCELLING, BatchSnapshots.resumed(CANCELLING), "can't become RUNNING");
    refused(
        CANCELLING,
        BatchSnapshots.ended(CANCELLING, State.STATE_COMPLETED, NOW),
        "can't become COMPLETED");
  }

  @Test
  void claim_recordOfALaterEpoch_bringsItsState() {
    BatchSnapshot resumed = BatchSnapshots.resumed(PAUSED);
    BatchSnapshot claim = BatchSnapshots.claim(resumed, PAUSED, "feeder-b");

    accepted(PAUSED, claim);
    assertThat(claim.getBatch().getState()).isEqualTo(State.STATE_RUNNING);
    assertThat(claim.getEpoch()).isEqualTo(2);
  }

  @Test
  void claim_recordInForce_keepsTheState() {
    BatchSnapshot claim = BatchSnapshots.claim(FIRST, PAUSED, "feeder-b");

    accepted(PAUSED, claim);
    assertThat(claim.getBatch().getState()).isEqualTo(State.STATE_PAUSED);
  }

  private static BatchSnapshot first(String workId) {
    return BatchSnapshots.accepted(
        BatchSnapshot.newBuilder()
            .setBatch(
                Batch.newBuilder().setId("b").setLines(10).setCreateTime(Snapshots.timestamp(NOW)))
            .setRequestHash(ByteString.copyFromUtf8("hash"))
            .setWorkId(workId)
            .setBlob("b/digest"));
  }

  private static BatchSnapshot far(BatchSnapshot current, int lines) {
    return BatchSnapshots.update(
        current,
        BatchPosition.newBuilder().setLines(lines).build(),
        batch -> batch.setSucceeded(lines));
  }

  private static void accepted(BatchSnapshot current, BatchSnapshot next) {
    assertThat(BatchFold.apply(current, next)).isEqualTo(new Verdict.Accepted());
  }

  private static void refused(BatchSnapshot current, BatchSnapshot next, String why) {
    assertThat(BatchFold.apply(current, next))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.reason()).contains(why));
  }
}
