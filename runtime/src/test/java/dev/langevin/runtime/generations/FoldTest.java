package dev.langevin.runtime.generations;

import static dev.langevin.runtime.generations.Samples.NOW;
import static dev.langevin.runtime.generations.Samples.work;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Error;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FoldTest {
  private static final Snapshot QUEUED = Snapshots.queued(work("g"));
  private static final Snapshot RUNNING = Snapshots.claim(work("g"), QUEUED, "slot-a", NOW);
  private static final Snapshot RELEASED = Snapshots.release(RUNNING);
  private static final Snapshot SUCCEEDED =
      Snapshots.succeeded(RUNNING, List.of(Artifact.getDefaultInstance()), NOW, g -> g);
  private static final Snapshot FAILED = Snapshots.failed(RUNNING, "NO", "no", NOW);
  private static final Snapshot CANCELLED = Snapshots.cancelled(RUNNING, NOW);
  private static final Snapshot FILTERED =
      Snapshots.filtered(
          RUNNING, List.of(1, 3), Error.newBuilder().setReason("PICTURE_FILTERED").build(), NOW);
  private static final Snapshot DELETED = Snapshots.deleted(SUCCEEDED, NOW);

  @TestFactory
  Stream<DynamicTest> apply_acceptedMoves() {
    return Stream.of(
        accepted("first snapshot", null, QUEUED),
        accepted("first snapshot is a claim: the gateway died in between", null, RUNNING),
        accepted("first snapshot is an end: what came before was compacted", null, SUCCEEDED),
        accepted("claim of a queued job", QUEUED, RUNNING),
        accepted(
            "claim without a QUEUED snapshot", null, Snapshots.claim(work("g"), null, "x", NOW)),
        accepted("claim of a released job", RELEASED, claim(RELEASED, "slot-b")),
        accepted("claim over an attempt that went silent", RUNNING, claim(RUNNING, "slot-b")),
        accepted("update of the present attempt", RUNNING, update(RUNNING)),
        accepted("a gap in versions", RUNNING, update(update(RUNNING))),
        accepted("release", RUNNING, RELEASED),
        accepted("attempt failed, another may try", RUNNING, Snapshots.giveUp(RUNNING)),
        accepted("success", RUNNING, SUCCEEDED),
        accepted("pictures that were flagged", RUNNING, FILTERED),
        accepted("stub of a filtered one", FILTERED, Snapshots.deleted(FILTERED, NOW)),
        accepted("failure", RUNNING, FAILED),
        accepted(
            "failure that counts its attempt", RUNNING, with(FAILED, s -> s.setFailedAttempts(1))),
        accepted("failure of a waiting job", QUEUED, Snapshots.failed(QUEUED, "LATE", "late", NOW)),
        accepted("cancel of a waiting job", QUEUED, Snapshots.cancelled(QUEUED, NOW)),
        accepted("cancel of a running job", RUNNING, CANCELLED),
        accepted("cancel of a released job", RELEASED, Snapshots.cancelled(RELEASED, NOW)),
        accepted(
            "cancel that doesn't know the present claim",
            RUNNING,
            with(Snapshots.cancelled(QUEUED, NOW), s -> s.setVersion(9))),
        accepted("stub of a success", SUCCEEDED, DELETED),
        accepted("stub of a failure", FAILED, Snapshots.deleted(FAILED, NOW)),
        accepted("stub of a cancelled one", CANCELLED, Snapshots.deleted(CANCELLED, NOW)),
        accepted("first snapshot is a stub: what came before was compacted", null, DELETED),
        accepted("stub by a reader whom compaction overtook", QUEUED, DELETED));
  }

  @TestFactory
  Stream<DynamicTest> apply_refusedRecords() {
    Snapshot second = claim(RUNNING, "slot-b");
    return Stream.of(
        refused("no id", null, with(QUEUED, s -> s.clearGeneration()), "no generation id"),
        refused("no work id", null, with(QUEUED, s -> s.clearWorkId()), "no work id"),
        refused("no hash", null, with(QUEUED, s -> s.clearRequestHash()), "no request hash"),
        refused("no version", null, with(QUEUED, s -> s.clearVersion()), "no version"),
        refused("no state", null, state(QUEUED, State.STATE_UNSPECIFIED), "no known state"),
        refused("malformed later on", RUNNING, with(SUCCEEDED, s -> s.clearWorkId()), "no work id"),
        refused(
            "state unknown later on",
            RUNNING,
            state(update(RUNNING), State.STATE_UNSPECIFIED),
            "no known state"),
        refused(
            "another id",
            QUEUED,
            Snapshots.claim(work("h"), null, "x", NOW),
            "another generation, h"),
        refused(
            "another hash",
            QUEUED,
            with(RUNNING, s -> s.setRequestHash(ByteString.copyFromUtf8("x"))),
            "another request"),
        refused(
            "another work id",
            QUEUED,
            with(RUNNING, s -> s.setWorkId("w2")),
            "another work record, w2"),
        refused(
            "cancel of another work id",
            QUEUED,
            with(CANCELLED, s -> s.setWorkId("w2")),
            "another work record"),
        refused(
            "equal version",
            RUNNING,
            with(update(RUNNING), s -> s.setVersion(2)),
            "version 2 is not newer than 2"),
        refused("older version", RUNNING, QUEUED, "version 1 is not newer than 2"),
        refused(
            "cancel with an old version",
            RUNNING,
            Snapshots.cancelled(QUEUED, NOW),
            "version 2 is not newer"),
        refused(
            "claim skips an attempt",
            QUEUED,
            with(RUNNING, s -> s.setAttempt(2)),
            "attempt 2; the next one is 1"),
        refused(
            "claim of the same attempt",
            RUNNING,
            with(second, s -> s.setAttempt(1)),
            "attempt 1; the next one is 2"),
        refused(
            "claim of an old attempt",
            second,
            with(claim(second, "c"), s -> s.setAttempt(1)),
            "the next one is 3"),
        refused(
            "claim without a nonce",
            QUEUED,
            with(RUNNING, s -> s.setClaim("")),
            "attempt 1; the present one is 0"),
        refused(
            "claim with an empty nonce after another",
            RUNNING,
            with(second, s -> s.setClaim("")),
            "no nonce"),
        refused(
            "claim forgets the attempt that went silent",
            RUNNING,
            with(second, s -> s.setFailedAttempts(0)),
            "failed_attempts is 0, not 1"),
        refused(
            "claim of a released job counts a failure",
            RELEASED,
            with(claim(RELEASED, "b"), s -> s.setFailedAttempts(1)),
            "failed_attempts is 1, not 0"),
        refused(
            "update by the slot that was replaced",
            second,
            with(update(RUNNING), s -> s.setVersion(9)),
            "attempt 1; the next one is 3"),
        refused(
            "success by the slot that was replaced",
            second,
            with(SUCCEEDED, s -> s.setVersion(9)),
            "attempt 1; the present one is 2"),
        refused(
            "failure by the slot that was replaced",
            second,
            with(FAILED, s -> s.setVersion(9)),
            "attempt 1; the present one is 2"),
        refused(
            "release by the slot that was replaced",
            second,
            with(RELEASED, s -> s.setVersion(9)),
            "attempt 1; the present one is 2"),
        refused(
            "success of another claim of the attempt",
            RUNNING,
            with(SUCCEEDED, s -> s.setClaim("slot-c")),
            "another claim"),
        refused(
            "update with another attempt",
            RUNNING,
            with(update(RUNNING), s -> s.setAttempt(5)),
            "attempt 5; the present one is 1"),
        refused(
            "update after a release",
            RELEASED,
            with(update(RUNNING), s -> s.setVersion(9)),
            "given back"),
        refused(
            "success after a release",
            RELEASED,
            with(SUCCEEDED, s -> s.setVersion(9)),
            "given back"),
        refused(
            "success of a job that never ran",
            QUEUED,
            state(with(QUEUED, s -> s.setVersion(2)), State.STATE_SUCCEEDED),
            "given back"),
        refused(
            "release of a queued job",
            RELEASED,
            with(RELEASED, s -> s.setVersion(9)),
            "queued already"),
        refused(
            "release that counts a failure",
            RUNNING,
            with(RELEASED, s -> s.setFailedAttempts(1)),
            "failed_attempts is 1, not 0"),
        refused(
            "failed attempt that is not counted",
            RUNNING,
            with(Snapshots.giveUp(RUNNING), s -> s.setFailedAttempts(0)),
            "failed_attempts is 0, not 1"),
        refused(
            "update that counts a failure",
            RUNNING,
            with(update(RUNNING), s -> s.setFailedAttempts(1)),
            "failed_attempts is 1, not 0"),
        refused(
            "failure that counts two",
            RUNNING,
            with(FAILED, s -> s.setFailedAttempts(2)),
            "failed_attempts is 2, not 1"),
        refused(
            "cancel after success",
            SUCCEEDED,
            Snapshots.cancelled(SUCCEEDED, NOW),
            "ended as SUCCEEDED"),
        refused(
            "success after cancel",
            CANCELLED,
            with(SUCCEEDED, s -> s.setVersion(9)),
            "ended as CANCELLED"),
        refused("claim after failure", FAILED, claim(FAILED, "b"), "ended as FAILED"),
        refused(
            "another success",
            SUCCEEDED,
            with(SUCCEEDED, s -> s.setVersion(9)),
            "ended as SUCCEEDED"),
        refused(
            "stub of a generation that runs",
            RUNNING,
            Snapshots.deleted(RUNNING, NOW),
            "has not ended"),
        refused(
            "stub that says another end",
            SUCCEEDED,
            with(Snapshots.deleted(FAILED, NOW), s -> s.setVersion(9)),
            "the stub says FAILED; the generation has ended as SUCCEEDED"),
        refused(
            "stub with an old version",
            SUCCEEDED,
            with(DELETED, s -> s.setVersion(SUCCEEDED.getVersion())),
            "version 3 is not newer than 3"),
        refused(
            "stub of another work id",
            SUCCEEDED,
            with(DELETED, s -> s.setWorkId("w2")),
            "another work record"),
        refused(
            "another stub",
            DELETED,
            Snapshots.deleted(DELETED, NOW.plusSeconds(1)),
            "the generation was deleted"),
        refused(
            "the end again, after the stub",
            DELETED,
            with(SUCCEEDED, s -> s.setVersion(9)),
            "the generation was deleted"),
        refused(
            "claim after the stub",
            DELETED,
            with(claim(RUNNING, "b"), s -> s.setVersion(9)),
            "the generation was deleted"),
        refused(
            "a new job under the stub's id",
            DELETED,
            Snapshots.queued(work("g", "w2", 1, NOW)),
            "another work record, w2"));
  }

  @Test
  void deleted_keepsIdStateTimesAndWhatTellsRequestsApart() {
    assertThat(DELETED.getGeneration())
        .isEqualTo(
            Generation.newBuilder()
                .setId("g")
                .setState(State.STATE_SUCCEEDED)
                .setCreateTime(SUCCEEDED.getGeneration().getCreateTime())
                .setStartTime(SUCCEEDED.getGeneration().getStartTime())
                .setEndTime(SUCCEEDED.getGeneration().getEndTime())
                .setExpireTime(SUCCEEDED.getGeneration().getExpireTime())
                .setDeleteTime(Snapshots.timestamp(NOW))
                .setRequestId("r")
                .build());
    assertThat(DELETED.getRequestHash()).isEqualTo(SUCCEEDED.getRequestHash());
    assertThat(DELETED.getWorkId()).isEqualTo(SUCCEEDED.getWorkId());
  }

  @Test
  void buries_tombstoneOfItsWorkRecord_alone() {
    assertThat(Fold.buries(DELETED, "w1")).isTrue();
    assertThat(Fold.buries(SUCCEEDED, "w1")).as("compaction overtook the stub").isTrue();
    assertThat(Fold.buries(null, "w1")).isTrue();
    assertThat(Fold.buries(Snapshots.queued(work("g", "w2", 1, NOW)), "w1")).isFalse();
  }

  @Test
  void served_aDayAfterItWasDeletedAndNotBeforeItsDeadline() {
    long now = NOW.getEpochSecond();
    assertThat(Snapshots.served(DELETED)).isEqualTo(now + 24 * 3600);
    Snapshot patient =
        with(
            DELETED,
            s -> {
              s.getGenerationBuilder().getExpireTimeBuilder().setSeconds(now + 6 * 86_400);
              return s;
            });
    assertThat(Snapshots.served(patient)).isEqualTo(now + 6 * 86_400 + 3600);
  }

  @TestFactory
  Stream<DynamicTest> apply_identicalRecord_changesNothing() {
    return Stream.of(QUEUED, RUNNING, RELEASED, SUCCEEDED, FAILED, CANCELLED, FILTERED, DELETED)
        .map(
            snapshot ->
                DynamicTest.dynamicTest(
                    Snapshots.name(snapshot.getGeneration().getState()) + Stage.of(snapshot),
                    () ->
                        assertThat(Fold.apply(snapshot, snapshot.toBuilder().build()))
                            .isInstanceOf(Verdict.Unchanged.class)));
  }

  @Test
  void failedAttempts_countOnlyAttemptsWithoutRelease() {
    Snapshot state = RELEASED;
    assertThat(state.getFailedAttempts()).isZero();
    state = claim(state, "b");
    state = claim(state, "c");
    assertThat(state.getFailedAttempts()).isEqualTo(1);
    state = Snapshots.giveUp(state);
    assertThat(state.getFailedAttempts()).isEqualTo(2);
    state = claim(state, "d");
    assertThat(state.getFailedAttempts()).isEqualTo(2);
    assertThat(state.getAttempt()).isEqualTo(4);
    assertThat(Snapshots.release(state).getFailedAttempts()).isEqualTo(2);
  }

  @Test
  void queued_expireTimeIsCreateTimePlusDeadline() {
    assertThat(Snapshots.instant(QUEUED.getGeneration().getExpireTime()))
        .isEqualTo(NOW.plusMillis(3_600_600));
    Snapshot carried = Snapshots.queued(work("g", "w", 1, NOW.plusMillis(500)));
    assertThat(Snapshots.instant(carried.getGeneration().getExpireTime()))
        .isEqualTo(NOW.plusMillis(3_601_100));
  }

  @Test
  void apply_stateOfANewerVersion_isNotJudged() {
    Snapshot newer =
        with(
            update(RUNNING),
            s -> {
              s.getGenerationBuilder().setStateValue(99);
              return s;
            });

    for (Snapshot current : new Snapshot[] {null, QUEUED, RUNNING, SUCCEEDED}) {
      assertThat(Fold.apply(current, newer)).isInstanceOf(Verdict.Unknown.class);
    }
  }

  private static DynamicTest accepted(String name, Snapshot current, Snapshot next) {
    return DynamicTest.dynamicTest(
        name, () -> assertThat(Fold.apply(current, next)).isEqualTo(new Verdict.Accepted()));
  }

  private static DynamicTest refused(String name, Snapshot current, Snapshot next, String why) {
    return DynamicTest.dynamicTest(
        name,
        () ->
            assertThat(Fold.apply(current, next))
                .isInstanceOfSatisfying(
                    Verdict.Refused.class, refused -> assertThat(refused.reason()).contains(why)));
  }

  private static Snapshot claim(Snapshot current, String nonce) {
    return Snapshots.claim(work("g"), current, nonce, NOW);
  }

  private static Snapshot update(Snapshot current) {
    return Snapshots.update(current, generation -> generation.setModelDigest("ab"));
  }

  private static Snapshot with(Snapshot snapshot, UnaryOperator<Snapshot.Builder> change) {
    return change.apply(snapshot.toBuilder()).build();
  }

  private static Snapshot state(Snapshot snapshot, State state) {
    Snapshot.Builder builder = snapshot.toBuilder();
    builder.getGenerationBuilder().setState(state);
    return builder.build();
  }
}
