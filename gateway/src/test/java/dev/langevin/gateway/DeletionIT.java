package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.artifact;
import static dev.langevin.gateway.Calls.assertRefused;
import static dev.langevin.gateway.Calls.await;
import static dev.langevin.gateway.Calls.cancel;
import static dev.langevin.gateway.Calls.create;
import static dev.langevin.gateway.Calls.delete;
import static dev.langevin.gateway.Calls.get;
import static dev.langevin.gateway.Calls.ids;
import static dev.langevin.gateway.Calls.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.admission.Identity;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Tenants;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.WatchGenerationRequest;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeletionIT extends TwoGateways {
  private static final String DELETED = "GENERATION_DELETED";

  @Test
  void delete_endedJob_isGoneForEveryoneWithItsArtifacts() throws Exception {
    Generation done = fleet.succeed(create(client, "", "a boat").getId());
    String id = done.getId();
    String name = done.getArtifacts(0).getName();
    assertThat(artifact(other, name)).isNotEmpty();

    Generation left = delete(client, id);

    assertThat(left.hasDeleteTime()).isTrue();
    assertThat(left.getState()).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(left.hasRequest()).isFalse();
    assertThat(delete(other, id)).as("deleting it again").isEqualTo(left);
    String message = "id: " + id + " was deleted";
    assertRefused(() -> get(other, id), Status.Code.NOT_FOUND, DELETED, message);
    assertRefused(() -> cancel(other, id), Status.Code.NOT_FOUND, DELETED, message);
    assertRefused(() -> artifact(other, name), Status.Code.NOT_FOUND, DELETED, message);
    WatchGenerationRequest watch = WatchGenerationRequest.newBuilder().setId(id).build();
    assertRefused(
        () -> other.watchGeneration(watch).next(), Status.Code.NOT_FOUND, DELETED, message);
    assertThat(ids(list(other, 1000, ""))).doesNotContain(id);
    await(() -> !fleet.decoder.artifacts.containsKey(name));
  }

  @Test
  void delete_jobThatHasNotEnded_isRefusedUntilItIsCancelled() {
    String id = create(client, "", "a boat").getId();
    assertRefused(
        () -> delete(client, id),
        Status.Code.FAILED_PRECONDITION,
        "GENERATION_NOT_ENDED",
        "id: " + id + " is QUEUED and can't be deleted; cancel it first");
    cancel(client, id);
    assertThat(delete(client, id).getState()).isEqualTo(State.STATE_CANCELLED);
    assertRefused(
        () -> delete(client, "nobody"), Status.Code.NOT_FOUND, "GENERATION_NOT_FOUND", "nobody");
  }

  @Test
  void create_requestIdOfADeletedOne_isRefused() throws Exception {
    String requestId = UUID.randomUUID().toString();
    String id = create(client, requestId, "a boat").getId();
    cancel(client, id);
    delete(client, id);
    long enqueued = fleet.enqueued();
    assertRefused(
        () -> create(other, requestId, "a boat"),
        Status.Code.FAILED_PRECONDITION,
        DELETED,
        "request_id: %s was used by generation %s, which was deleted".formatted(requestId, id));
    assertRefused(
        () -> create(other, requestId, "a car"),
        Status.Code.ALREADY_EXISTS,
        "REQUEST_ID_TAKEN",
        requestId);
    assertThat(fleet.enqueued()).isEqualTo(enqueued);
  }

  @Test
  void delete_decoderIsAway_artifactsGoWhenItIsBack() throws Exception {
    Generation done = fleet.succeed(create(client, "", "a boat").getId());
    String name = done.getArtifacts(0).getName();
    fleet.decoder.refusals.set(2);
    delete(client, done.getId());
    await(() -> !fleet.decoder.artifacts.containsKey(name));
  }

  @Test
  void start_artifactsOfAStubAreLeft_sweepsThem() throws Exception {
    Snapshot ended = ended(Instant.now());
    String id = ended.getGeneration().getId();
    fleet.log.write(Snapshots.deleted(ended, Instant.now()));
    assertThat(fleet.decoder.artifacts).containsKey(id + "/0-x");
    fleet.gateway();
    await(() -> !fleet.decoder.artifacts.containsKey(id + "/0-x"));
    assertThat(fleet.log.get(id)).isPresent();
  }

  @Test
  void retention_endedLongAgo_isDeleted() throws Exception {
    Instant now = Instant.now();
    Snapshot expired = ended(now.minus(Duration.ofDays(30)).minusSeconds(60));
    Snapshot kept = ended(now.minus(Duration.ofDays(30)).plusSeconds(600));
    String id = expired.getGeneration().getId();
    await(() -> fleet.log.get(id).orElseThrow().getGeneration().hasDeleteTime());
    await(() -> !fleet.decoder.artifacts.containsKey(id + "/0-x"));
    assertRefused(() -> get(client, id), Status.Code.NOT_FOUND, DELETED, id);
    assertThat(get(client, kept.getGeneration().getId()).getState())
        .isEqualTo(State.STATE_CANCELLED);
  }

  @Test
  void retention_stubThatHasServed_isSweptOnceMoreAndBuried() throws Exception {
    String requestId = UUID.randomUUID().toString();
    Snapshot ended = ended(requestId, Instant.now().minus(Duration.ofDays(3)));
    String id = ended.getGeneration().getId();
    Instant aDayAgo = Instant.now().minus(Duration.ofDays(1)).minusSeconds(5);
    fleet.log.write(Snapshots.deleted(ended, aDayAgo));
    await(() -> fleet.log.get(id).isEmpty());
    assertThat(fleet.decoder.artifacts).doesNotContainKey(id + "/0-x");
    assertRefused(
        () -> get(client, id),
        Status.Code.NOT_FOUND,
        "GENERATION_NOT_FOUND",
        "is not a generation");
    assertThat(create(client, requestId, "a boat").getId()).isEqualTo(id);
  }

  private static Snapshot ended(Instant end) {
    return ended("", end);
  }

  /** Cancelled at that time, an hour after it was created, with an artifact that nobody swept. */
  private static Snapshot ended(String requestId, Instant end) {
    Generation like = create(client, "", "a boat");
    String id =
        requestId.isEmpty()
            ? "old" + UUID.randomUUID().toString().replace("-", "").substring(0, 20)
            : Identity.idOf(Tenants.DEFAULT, requestId);
    Snapshot.Builder queued = fleet.log.get(like.getId()).orElseThrow().toBuilder();
    queued
        .setWorkId("w" + id)
        .getGenerationBuilder()
        .setId(id)
        .setCreateTime(Snapshots.timestamp(end.minusSeconds(3600)))
        .setExpireTime(Snapshots.timestamp(end.plusSeconds(3600)));
    fleet.decoder.artifacts.put(id + "/0-x", ByteString.copyFromUtf8("png"));
    return fleet.log.write(Snapshots.cancelled(queued.build(), end)).folded();
  }
}
