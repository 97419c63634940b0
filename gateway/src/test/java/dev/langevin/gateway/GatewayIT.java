package dev.langevin.gateway;

import static dev.langevin.gateway.Calls.assertInvalid;
import static dev.langevin.gateway.Calls.assertRefused;
import static dev.langevin.gateway.Calls.cancel;
import static dev.langevin.gateway.Calls.create;
import static dev.langevin.gateway.Calls.get;
import static dev.langevin.gateway.Calls.ids;
import static dev.langevin.gateway.Calls.list;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.Model;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class GatewayIT extends TwoGateways {
  @Test
  void create_bareRequest_isStoredInFull() {
    Generation created = create(client, "", "a boat");
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
      Generation created = create(client, "", "a boat");
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
    Generation created = create(client, requestId, "a boat");
    long enqueued = fleet.enqueued();
    assertThat(create(other, requestId, "a boat")).isEqualTo(created);
    assertThat(fleet.enqueued()).isEqualTo(enqueued);
    assertThat(created.getRequestId()).isEqualTo(requestId);
  }

  @Test
  void create_sameRequestIdOtherRequest_alreadyExists() throws Exception {
    String requestId = UUID.randomUUID().toString();
    Generation created = create(client, requestId, "a boat");
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
    assertInvalid(() -> create(client, r -> r.setSteps(0)), "steps: 0 is not in 1..1000");
    assertInvalid(
        () -> create(client, r -> r.setSteps(1_000_000)), "steps: 1000000 is not in 1..1000");
    assertInvalid(() -> create(client, r -> r.setGuidanceScale(Double.NaN)), "guidance_scale: NaN");
    assertInvalid(() -> create(client, r -> r.setModel("storybok")), "did you mean storybook?");
    assertInvalid(() -> create(client, r -> r.setSampler("eular")), "did you mean euler?");
    assertInvalid(
        () -> create(client, r -> r.setSize(r.getSizeBuilder().setWidth(65))),
        "size: 65x0 is not one of 64x64, 128x128");
    assertInvalid(() -> create(client, r -> r.setCount(0)), "count: 0 is not in 1..16");
    assertInvalid(
        () -> create(client, r -> r.setCount(1_000_000)), "count: 1000000 is not in 1..16");
    assertInvalid(() -> create(client, "no spaces", "a boat"), "request_id: no spaces");
    assertInvalid(() -> list(client, 1, "???"), "page_token: ??? is not");
    assertInvalid(
        () ->
            create(
                client,
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
    String id = create(client, "", "a boat").getId();
    Generation cancelled = cancel(client, id);
    assertThat(cancelled.getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(get(other, id)).isEqualTo(cancelled);
    assertThat(cancel(other, id)).isEqualTo(cancelled);
  }

  @Test
  void cancel_endedJob_isRefused() {
    Generation done = fleet.succeed(create(client, "", "a boat").getId());
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
      created.addFirst(create(client, "", "a boat").getId());
    }
    cancel(client, created.get(2));
    ListGenerationsResponse first = list(client, 3, "");
    create(client, "", "a boat");
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
  void listModels_namesSamplersAndDefaults() {
    Model model = client.listModels(ListModelsRequest.getDefaultInstance()).getModels(0);
    assertThat(model.getName()).isEqualTo("storybook");
    assertThat(model.getDefaultSampler()).isEqualTo("dpmpp_2m");
    assertThat(model.getSamplersList())
        .anySatisfy(sampler -> assertThat(sampler.getName()).isEqualTo("euler_ancestral"));
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
        .isEqualTo("later@1");
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
}
