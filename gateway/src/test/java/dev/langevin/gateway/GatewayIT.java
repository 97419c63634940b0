package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.Model;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayIT {
  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Gateway gateway;
  private static GenerationServiceBlockingStub client;
  private static GenerationServiceBlockingStub other;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    gateway = fleet.gateway();
    client = fleet.client(gateway);
    other = fleet.client(fleet.gateway());
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void create_bareRequest_isStoredInFull() {
    Generation created = create("");
    assertThat(created.getState()).isEqualTo(State.STATE_QUEUED);
    assertThat(created.getRequest().getSampler()).isEqualTo("dpmpp_2m");
    assertThat(created.getRequest().hasSeed()).isTrue();
    assertThat(created.getExpireTime().getSeconds())
        .isEqualTo(created.getCreateTime().getSeconds() + 86_400);
    assertThat(get(client, created.getId())).isEqualTo(created);
  }

  @Test
  void get_atTheOtherGateway_readsWhatWasJustWritten() {
    for (int i = 0; i < 50; i++) {
      Generation created = create("");
      assertThat(get(other, created.getId())).isEqualTo(created);
      assertThat(list(other, 1, "").getGenerations(0)).isEqualTo(created);
    }
  }

  @Test
  void get_unknownId_isNotFound() {
    assertRefused(
        () -> get(client, "nobody"),
        Status.Code.NOT_FOUND,
        "GENERATION_NOT_FOUND",
        "id: nobody is not a generation");
  }

  @Test
  void create_sameRequestIdAndRequest_isTheSameGeneration() throws Exception {
    String requestId = UUID.randomUUID().toString();
    Generation created = create(requestId);
    long enqueued = fleet.enqueued();
    assertThat(create(other, requestId, "a boat")).isEqualTo(created);
    assertThat(fleet.enqueued()).isEqualTo(enqueued);
    assertThat(created.getRequestId()).isEqualTo(requestId);
  }

  @Test
  void create_sameRequestIdOtherRequest_alreadyExists() throws Exception {
    String requestId = UUID.randomUUID().toString();
    Generation created = create(requestId);
    long enqueued = fleet.enqueued();
    assertRefused(
        () -> create(other, requestId, "a car"),
        Status.Code.ALREADY_EXISTS,
        "REQUEST_ID_TAKEN",
        "request_id: "
            + requestId
            + " was used with another request, by generation "
            + created.getId());
    assertThat(fleet.enqueued()).isEqualTo(enqueued);
  }

  @Test
  void create_sameRequestIdAtBothGatewaysAtOnce_isOneGeneration() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        String requestId = UUID.randomUUID().toString();
        List<Callable<Generation>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          GenerationServiceBlockingStub stub = i % 2 == 0 ? client : other;
          calls.add(() -> create(stub, requestId, "a boat"));
        }
        Set<Generation> generations = new HashSet<>();
        for (Future<Generation> call : threads.invokeAll(calls)) {
          generations.add(call.get());
        }
        assertThat(generations).hasSize(1);
      }
    }
  }

  @Test
  void badInput_isRefusedAndNothingIsEnqueued() throws Exception {
    long enqueued = fleet.enqueued();
    assertInvalid(() -> create(client, "", " "), "prompt: blank");
    assertInvalid(() -> create(client, "", "x".repeat(10_001)), "prompt: 10,001 characters");
    assertInvalid(() -> create(r -> r.setSteps(0)), "steps: 0 is not in 1..1000");
    assertInvalid(() -> create(r -> r.setSteps(1_000_000)), "steps: 1000000 is not in 1..1000");
    assertInvalid(() -> create(r -> r.setGuidanceScale(Double.NaN)), "guidance_scale: NaN");
    assertInvalid(() -> create(r -> r.setModel("storybok")), "did you mean storybook?");
    assertInvalid(() -> create(r -> r.setSampler("eular")), "did you mean euler?");
    assertInvalid(
        () -> create(r -> r.setSize(r.getSizeBuilder().setWidth(65))),
        "size: 65x0 is not one of 64x64, 128x128");
    assertInvalid(() -> create(r -> r.setCount(0)), "count: 0 is not in 1..16");
    assertInvalid(() -> create(r -> r.setCount(1_000_000)), "count: 1000000 is not in 1..16");
    assertInvalid(() -> create(client, "no spaces", "a boat"), "request_id: no spaces");
    assertInvalid(() -> list(client, 1, "???"), "page_token: ??? is not");
    assertInvalid(
        () ->
            create(
                r ->
                    r.setUnknownFields(
                        com.google.protobuf.UnknownFieldSet.newBuilder()
                            .mergeVarintField(17, 1)
                            .build())),
        "generation: field 17 is unknown");
    assertInvalid(() -> create(client, "", "⛵ \u0001"), "control character U+0001 at 2");
    assertThat(fleet.enqueued()).isEqualTo(enqueued);
  }

  @Test
  void cancel_queuedJob_isCancelledForEveryone() {
    String id = create("").getId();
    Generation cancelled = cancel(client, id);
    assertThat(cancelled.getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(get(other, id)).isEqualTo(cancelled);
    assertThat(cancel(other, id)).isEqualTo(cancelled);
  }

  @Test
  void cancel_endedJob_isRefused() {
    Generation done = succeed(create("").getId());
    assertRefused(
        () -> cancel(client, done.getId()),
        Status.Code.FAILED_PRECONDITION,
        "GENERATION_ENDED",
        "id: " + done.getId() + " has ended as SUCCEEDED and can't be cancelled");
    assertRefused(
        () -> cancel(client, "nobody"), Status.Code.NOT_FOUND, "GENERATION_NOT_FOUND", "nobody");
  }

  @Test
  void list_pagesAndFilters() {
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      created.addFirst(create("").getId());
    }
    cancel(client, created.get(2));
    ListGenerationsResponse first = list(client, 3, "");
    create("");
    ListGenerationsResponse second = list(other, 2, first.getNextPageToken());
    assertThat(ids(first)).isEqualTo(created.subList(0, 3));
    assertThat(ids(second)).isEqualTo(created.subList(3, 5));
    ListGenerationsResponse cancelled =
        client.listGenerations(
            ListGenerationsRequest.newBuilder()
                .setPageSize(1)
                .addStates(State.STATE_CANCELLED)
                .build());
    assertThat(ids(cancelled)).containsExactly(created.get(2));
  }

  @Test
  void watch_tellsSnapshotsAndProgressUntilTheEnd() throws Exception {
    String id = create("").getId();
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
  void watch_endedJob_tellsItsEndAtOnce() {
    Generation done = succeed(create("").getId());
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
    Generation done = succeed(id);
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
    String name = succeed(create("").getId()).getArtifacts(0).getName();
    assertThat(artifact(name)).isEqualTo(fleet.decoder.artifacts.get(name));
  }

  @Test
  void getArtifact_thatDoesNotCount_isNotFound() {
    String name = succeed(create("").getId()).getArtifacts(0).getName();
    String stray = name.substring(0, name.length() - 4) + "0000";
    fleet.decoder.artifacts.put(stray, ByteString.copyFromUtf8("stray"));
    for (String bad : List.of(stray, "", "../../etc/passwd", "x/0-" + "0".repeat(64))) {
      assertThatThrownBy(() -> artifact(bad))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }
  }

  @Test
  void getArtifact_storeLostIt_isUnavailable() {
    String name = succeed(create("").getId()).getArtifacts(0).getName();
    fleet.decoder.artifacts.remove(name);
    assertRefused(() -> artifact(name), Status.Code.UNAVAILABLE, "STORE_UNAVAILABLE", name);
  }

  @Test
  void deadline_passed_failsTheJob() {
    Generation created =
        create(r -> r.setDeadline(Duration.newBuilder().setNanos(1_000_000))).getGeneration();
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
    String id = create("").getId();
    Snapshot queued = fleet.log.get(id).orElseThrow();
    Work work =
        Work.newBuilder()
            .setGenerationId(id)
            .setWorkId(queued.getWorkId())
            .setRequestHash(queued.getRequestHash())
            .build();
    String other = create("").getId();
    fleet.giveUp(work.toBuilder().setGenerationId(other).setWorkId("stray").build());
    String lost = "neverseen";
    fleet.giveUp(work.toBuilder().setGenerationId(lost).build());
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
    assertThat(get(client, other).getState()).isEqualTo(State.STATE_QUEUED);
  }

  @Test
  void listModels_namesSamplersAndDefaults() {
    Model model = client.listModels(ListModelsRequest.getDefaultInstance()).getModels(0);
    assertThat(model.getName()).isEqualTo("storybook");
    assertThat(model.getDefaultSampler()).isEqualTo("dpmpp_2m");
    assertThat(model.getSamplersList())
        .anySatisfy(sampler -> assertThat(sampler.getName()).isEqualTo("euler_ancestral"));
  }

  @Test
  void close_whileSomebodyWatches_isUnavailable() {
    Gateway first = fleet.gateway();
    Generation created = create("");
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

  @Test
  void create_modelOfADenoiserJustStarted_isFound() throws Exception {
    fleet.denoiser.offer(FakeDenoiser.model("storybook"), FakeDenoiser.model("late"));
    GenerationServiceBlockingStub fresh = fleet.client(fleet.gateway());
    fresh.listModels(ListModelsRequest.getDefaultInstance());
    fleet.denoiser.offer(
        FakeDenoiser.model("storybook"), FakeDenoiser.model("late"), FakeDenoiser.model("later"));
    // An answer may be half a second old.
    Thread.sleep(600);
    CreateGenerationRequest request =
        CreateGenerationRequest.newBuilder()
            .setGeneration(GenerationRequest.newBuilder().setPrompt("a boat").setModel("later"))
            .build();
    assertThat(fresh.createGeneration(request).getGeneration().getRequest().getModel())
        .isEqualTo("later");
  }

  @Test
  void restart_findsEverythingAgain() {
    Gateway first = fleet.gateway();
    Generation created = create(fleet.client(first), "restart", "a boat");
    first.close();
    Gateway second = fleet.gateway();
    GenerationServiceBlockingStub stub = fleet.client(second);
    assertThat(get(stub, created.getId())).isEqualTo(created);
    assertThat(create(stub, "restart", "a boat")).isEqualTo(created);
  }

  private static Generation succeed(String id) {
    Snapshot running = fleet.claim(id);
    String name = id + "/0-" + "ab".repeat(32);
    ByteString bytes = ByteString.copyFromUtf8("png".repeat(1500));
    fleet.decoder.artifacts.put(name, bytes);
    Artifact artifact = Artifact.newBuilder().setName(name).setSizeBytes(bytes.size()).build();
    return fleet
        .log
        .write(Snapshots.succeeded(running, List.of(artifact), Instant.now(), g -> g))
        .folded()
        .getGeneration();
  }

  private static ByteString artifact(String name) {
    ByteString bytes = ByteString.EMPTY;
    var pieces = client.getArtifact(GetArtifactRequest.newBuilder().setName(name).build());
    while (pieces.hasNext()) {
      bytes = bytes.concat(pieces.next().getData());
    }
    return bytes;
  }

  private static Generation create(String requestId) {
    return create(client, requestId, "a boat");
  }

  private static Generation create(
      GenerationServiceBlockingStub stub, String requestId, String prompt) {
    return stub.createGeneration(
            CreateGenerationRequest.newBuilder()
                .setGeneration(GenerationRequest.newBuilder().setPrompt(prompt))
                .setRequestId(requestId)
                .build())
        .getGeneration();
  }

  private static dev.langevin.v1.CreateGenerationResponse create(
      java.util.function.UnaryOperator<GenerationRequest.Builder> change) {
    return client.createGeneration(
        CreateGenerationRequest.newBuilder()
            .setGeneration(change.apply(GenerationRequest.newBuilder().setPrompt("a boat")))
            .build());
  }

  private static Generation get(GenerationServiceBlockingStub stub, String id) {
    return stub.getGeneration(GetGenerationRequest.newBuilder().setId(id).build()).getGeneration();
  }

  private static Generation cancel(GenerationServiceBlockingStub stub, String id) {
    return stub.cancelGeneration(CancelGenerationRequest.newBuilder().setId(id).build())
        .getGeneration();
  }

  private static ListGenerationsResponse list(
      GenerationServiceBlockingStub stub, int size, String token) {
    return stub.listGenerations(
        ListGenerationsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private static List<String> ids(ListGenerationsResponse page) {
    return page.getGenerationsList().stream().map(Generation::getId).toList();
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertRefused(call, Status.Code.INVALID_ARGUMENT, "INVALID_REQUEST", message);
  }

  private static void assertRefused(
      ThrowingCallable call, Status.Code code, String reason, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).contains(message);
              assertThat(Statuses.reason(e)).isEqualTo(reason);
            });
  }
}
