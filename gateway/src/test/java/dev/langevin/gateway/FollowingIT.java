package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.artifact;
import static dev.langevin.gateway.Calls.assertRefused;
import static dev.langevin.gateway.Calls.cancel;
import static dev.langevin.gateway.Calls.create;
import static dev.langevin.gateway.Calls.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Progress;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowingIT extends TwoGateways {
  @Test
  void watch_tellsSnapshotsAndProgressUntilTheEnd() throws Exception {
    String id = create(client, "", "a boat").getId();
    Iterator<WatchGenerationResponse> events =
        other.watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    assertThat(events.next().getGeneration().getState()).isEqualTo(State.STATE_QUEUED);
    fleet.claim(id);
    assertThat(events.next().getGeneration().getState()).isEqualTo(State.STATE_RUNNING);
    fleet.progress(id, 1, 1, 20);
    assertThat(events.next().getProgress().getStep()).isEqualTo(1);
    fleet.progress(id, 1, 2, 20);
    assertThat(events.next().getProgress().getStep()).isEqualTo(2);
    assertThat(get(other, id).getProgress().getStep()).isEqualTo(2);
    fleet.progress(id, 0, 19, 20);
    cancel(client, id);
    assertThat(events.next().getGeneration().getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(events.hasNext()).isFalse();
  }

  @Test
  void watch_begunAfterAPreview_isNotToldThatTheJobWentBack() throws Exception {
    String id = create(client, "", "a boat").getId();
    fleet.claim(id);
    fleet.preview(id, 2, 20);
    fleet.progress(id, 1, 5, 20);
    Calls.await(() -> get(other, id).getProgress().getStep() == 5);
    Iterator<WatchGenerationResponse> events =
        other.watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    assertThat(events.next().getGeneration().getProgress().getStep()).isEqualTo(5);
    Progress latest = events.next().getProgress();
    assertThat(latest.getPreviewStep()).isEqualTo(2);
    assertThat(latest.getPreview()).isEqualTo(TestFleet.PICTURE);
    assertThat(latest.getStep()).isEqualTo(5);
    cancel(client, id);
  }

  @Test
  void watch_endedJob_tellsItsEndAtOnce() {
    Generation done = fleet.succeed(create(client, "", "a boat").getId());
    Iterator<WatchGenerationResponse> events =
        client.watchGeneration(WatchGenerationRequest.newBuilder().setId(done.getId()).build());
    assertThat(events.next().getGeneration()).isEqualTo(done);
    assertThat(events.hasNext()).isFalse();
    assertRefused(
        () ->
            client.watchGeneration(WatchGenerationRequest.newBuilder().setId("no").build()).next(),
        Status.Code.NOT_FOUND,
        "GENERATION_NOT_FOUND",
        "id: no is not a generation");
  }

  @Test
  void generate_lastMessageBringsTheImage() {
    Iterator<GenerateResponse> events =
        client.generate(
            GenerateRequest.newBuilder()
                .setGeneration(GenerationRequest.newBuilder().setPrompt("a boat"))
                .build());
    String id = events.next().getGeneration().getId();
    Generation done = fleet.succeed(id);
    GenerateResponse last = events.next();
    while (events.hasNext()) {
      last = events.next();
    }
    assertThat(last.getGeneration()).isEqualTo(done);
    String name = done.getArtifacts(0).getName();
    assertThat(last.getImages(0).getName()).isEqualTo(name);
    assertThat(last.getImages(0).getData()).isEqualTo(fleet.decoder.artifacts.get(name));
  }

  @Test
  void getArtifact_streamsTheBytes() {
    String name = fleet.succeed(create(client, "", "a boat").getId()).getArtifacts(0).getName();
    assertThat(artifact(client, name)).isEqualTo(fleet.decoder.artifacts.get(name));
  }

  @Test
  void getArtifact_filmStrip_isThereBesideThePicturesUntilItIsDeleted() throws Exception {
    Iterator<GenerateResponse> events =
        client.generate(
            GenerateRequest.newBuilder()
                .setGeneration(
                    GenerationRequest.newBuilder()
                        .setPrompt("a boat")
                        .setPreviews(PreviewOptions.newBuilder().setFilmStrip(true)))
                .build());
    String id = events.next().getGeneration().getId();
    String name = fleet.succeed(id).getFilmStrip().getArtifact().getName();
    GenerateResponse last = events.next();
    while (events.hasNext()) {
      last = events.next();
    }
    assertThat(last.getImagesCount()).isEqualTo(1);
    assertThat(last.getImages(0).getName()).isNotEqualTo(name);
    assertThat(artifact(other, name)).isEqualTo(fleet.decoder.artifacts.get(name));

    Calls.delete(client, id);

    Calls.await(() -> !fleet.decoder.artifacts.containsKey(name));
    assertRefused(
        () -> artifact(other, name), Status.Code.NOT_FOUND, "GENERATION_DELETED", "was deleted");
  }

  @Test
  void getArtifact_thatDoesNotCount_isNotFound() {
    String name = fleet.succeed(create(client, "", "a boat").getId()).getArtifacts(0).getName();
    String stray = name.substring(0, name.length() - 4) + "0000";
    fleet.decoder.artifacts.put(stray, ByteString.copyFromUtf8("stray"));
    for (String bad : List.of(stray, "", "../../etc/passwd", "x/0-" + "0".repeat(64))) {
      assertThatThrownBy(() -> artifact(client, bad))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }
  }

  @Test
  void getArtifact_storeLostIt_isUnavailable() {
    String name = fleet.succeed(create(client, "", "a boat").getId()).getArtifacts(0).getName();
    fleet.decoder.artifacts.remove(name);
    assertRefused(() -> artifact(client, name), Status.Code.UNAVAILABLE, "STORE_UNAVAILABLE", name);
  }

  @Test
  void deadline_passed_failsTheJob() {
    Generation created =
        create(client, r -> r.setDeadline(Duration.newBuilder().setNanos(1_000_000)));
    Iterator<WatchGenerationResponse> events =
        client.watchGeneration(WatchGenerationRequest.newBuilder().setId(created.getId()).build());
    Generation last = created;
    while (events.hasNext()) {
      last = events.next().getGeneration();
    }
    assertThat(last.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(last.getError().getReason()).isEqualTo("DEADLINE_EXCEEDED");
  }

  @Test
  void deadLetter_failsItsJobAndNoOther() throws Exception {
    String id = create(client, "", "a boat").getId();
    Snapshot queued = fleet.log.get(id).orElseThrow();
    Work work =
        Work.newBuilder()
            .setGenerationId(id)
            .setWorkId(queued.getWorkId())
            .setRequestHash(queued.getRequestHash())
            .setRequest(queued.getGeneration().getRequest())
            .setCreateTime(queued.getGeneration().getCreateTime())
            .build();
    String other = create(client, "", "a boat").getId();
    fleet.giveUp(work.toBuilder().setGenerationId(other).setWorkId("stray").build());
    String lost = "neverseen";
    fleet.giveUp(work.toBuilder().setGenerationId(lost).build());
    String longGone = "longgone";
    fleet.giveUp(
        work.toBuilder()
            .setGenerationId(longGone)
            .setCreateTime(Snapshots.timestamp(Instant.now().minusSeconds(86_401)))
            .build());
    fleet.giveUp(work);
    Iterator<WatchGenerationResponse> events =
        client.watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    Generation last = events.next().getGeneration();
    while (events.hasNext()) {
      last = events.next().getGeneration();
    }
    assertThat(last.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(last.getError().getReason()).isEqualTo("DELIVERIES_EXHAUSTED");
    assertThat(get(client, lost).getState()).isEqualTo(State.STATE_FAILED);
    assertRefused(
        () -> get(client, longGone), Status.Code.NOT_FOUND, "GENERATION_NOT_FOUND", longGone);
    assertThat(get(client, other).getState()).isEqualTo(State.STATE_QUEUED);
  }

  @Test
  void close_whileSomebodyWatches_isUnavailable() {
    Gateway first = fleet.gateway();
    Generation created = create(client, "", "a boat");
    Iterator<WatchGenerationResponse> events =
        fleet
            .client(first)
            .watchGeneration(WatchGenerationRequest.newBuilder().setId(created.getId()).build());
    events.next();
    first.close();
    assertThatThrownBy(events::hasNext)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }
}
