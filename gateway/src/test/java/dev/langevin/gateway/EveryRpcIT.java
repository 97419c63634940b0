package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.BatchServiceGrpc;
import dev.langevin.v1.CancelBatchRequest;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.DeleteBatchRequest;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.DiffusionServiceGrpc;
import dev.langevin.v1.DownloadBatchRequest;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetBatchRequest;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.GetSystemRequest;
import dev.langevin.v1.ListBatchResultsRequest;
import dev.langevin.v1.ListBatchesRequest;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListWebhookDeliveriesRequest;
import dev.langevin.v1.PauseBatchRequest;
import dev.langevin.v1.RedeliverWebhookRequest;
import dev.langevin.v1.ResumeBatchRequest;
import dev.langevin.v1.RetryGenerationRequest;
import dev.langevin.v1.ScheduleRequest;
import dev.langevin.v1.SystemServiceGrpc;
import dev.langevin.v1.WatchBatchRequest;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationsRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of every public service, called by another tenant, by nobody and with all scopes but
 * the one that it needs. The methods are those of the contracts, so that a new one fails here until
 * somebody has said what it needs.
 */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryRpcIT {
  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          GenerationServiceGrpc.getServiceDescriptor(),
          BatchServiceGrpc.getServiceDescriptor(),
          DiffusionServiceGrpc.getServiceDescriptor(),
          SystemServiceGrpc.getServiceDescriptor());

  /** What a call came to. */
  private record Told(Status status, String reason, String messages) {}

  /**
   * A method, and what is asked of it about ada's things.
   *
   * @param hidden whether others are told NOT_FOUND; else they get what is their own
   */
  private record Visit(Scope scope, boolean hidden, Message request) {}

  @TempDir static Path directory;
  private static TwoTenants world;
  private static final Map<String, Visit> VISITS = new LinkedHashMap<>();

  @BeforeAll
  static void begin() throws Exception {
    world = new TwoTenants(directory);
    generations();
    batches();
    String picture = world.succeeded.getArtifacts(0).getName();
    hidden("GetArtifact", Scope.READ, GetArtifactRequest.newBuilder().setName(picture).build());
    own("Schedule", Scope.READ, ScheduleRequest.newBuilder().setSteps(2).build());
    hidden(
        "Forward",
        Scope.WRITE,
        ForwardRequest.newBuilder().setArtifact(picture).addTimesteps(1).build());
    own("GetSystem", Scope.READ, GetSystemRequest.getDefaultInstance());
  }

  private static void generations() {
    String queued = world.queued.getId();
    GenerationRequest boat = GenerationRequest.newBuilder().setPrompt("a boat").build();
    own(
        "CreateGeneration",
        Scope.WRITE,
        CreateGenerationRequest.newBuilder()
            .setRequestId(TwoTenants.REQUEST_ID)
            .setGeneration(boat)
            .build());
    hidden("GetGeneration", Scope.READ, GetGenerationRequest.newBuilder().setId(queued).build());
    own(
        "ListGenerations",
        Scope.READ,
        ListGenerationsRequest.newBuilder().setPageSize(1000).build());
    hidden(
        "CancelGeneration",
        Scope.WRITE,
        CancelGenerationRequest.newBuilder().setId(queued).build());
    hidden(
        "DeleteGeneration",
        Scope.WRITE,
        DeleteGenerationRequest.newBuilder().setId(world.succeeded.getId()).build());
    hidden(
        "RetryGeneration",
        Scope.WRITE,
        RetryGenerationRequest.newBuilder().setId(world.failed.getId()).build());
    hidden(
        "WatchGeneration", Scope.READ, WatchGenerationRequest.newBuilder().setId(queued).build());
    own(
        "WatchGenerations",
        Scope.READ,
        WatchGenerationsRequest.newBuilder().addIds(queued).build());
    own("Generate", Scope.WRITE, GenerateRequest.newBuilder().setGeneration(boat).build());
    own("ListModels", Scope.READ, ListModelsRequest.getDefaultInstance());
    own(
        "ListWebhookDeliveries",
        Scope.READ,
        ListWebhookDeliveriesRequest.newBuilder().setGenerationId(queued).build());
    hidden(
        "RedeliverWebhook",
        Scope.WRITE,
        RedeliverWebhookRequest.newBuilder().setId(world.delivery).build());
  }

  private static void batches() {
    String id = world.batch;
    own(
        "CreateBatch",
        Scope.WRITE,
        CreateBatchRequest.newBuilder()
            .setHeader(BatchHeader.newBuilder().setRequestId(TwoTenants.REQUEST_ID))
            .build());
    hidden("GetBatch", Scope.READ, GetBatchRequest.newBuilder().setId(id).build());
    own("ListBatches", Scope.READ, ListBatchesRequest.getDefaultInstance());
    hidden("PauseBatch", Scope.WRITE, PauseBatchRequest.newBuilder().setId(id).build());
    hidden("ResumeBatch", Scope.WRITE, ResumeBatchRequest.newBuilder().setId(id).build());
    hidden("CancelBatch", Scope.WRITE, CancelBatchRequest.newBuilder().setId(id).build());
    hidden("DeleteBatch", Scope.WRITE, DeleteBatchRequest.newBuilder().setId(id).build());
    hidden("WatchBatch", Scope.READ, WatchBatchRequest.newBuilder().setId(id).build());
    hidden("ListBatchResults", Scope.READ, ListBatchResultsRequest.newBuilder().setId(id).build());
    hidden("DownloadBatch", Scope.READ, DownloadBatchRequest.newBuilder().setId(id).build());
  }

  private static void hidden(String method, Scope scope, Message request) {
    VISITS.put(method, new Visit(scope, true, request));
  }

  private static void own(String method, Scope scope, Message request) {
    VISITS.put(method, new Visit(scope, false, request));
  }

  @AfterAll
  static void end() {
    world.close();
  }

  static Stream<MethodDescriptor<?, ?>> methods() {
    return SERVICES.stream().flatMap(service -> service.getMethods().stream());
  }

  private static Visit visit(MethodDescriptor<?, ?> method) {
    Visit visit = VISITS.get(method.getBareMethodName());
    assertThat(visit)
        .as("%s: say above what it needs, and what others are told", method.getBareMethodName())
        .isNotNull();
    return visit;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void call_byAnotherTenant_isToldNothing(MethodDescriptor<?, ?> method) throws Exception {
    Visit visit = visit(method);
    Told told = call(Keys.signed(world.channel, world.bob), method, visit.request());
    if (visit.hidden()) {
      assertThat(told.status().getCode()).as("%s", told).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(told.messages()).isEmpty();
    } else {
      assertThat(told.status().getCode())
          .as("%s", told)
          .isIn(
              Status.Code.OK,
              goesOn(method) ? Status.Code.DEADLINE_EXCEEDED : Status.Code.OK,
              method.getType() == MethodDescriptor.MethodType.CLIENT_STREAMING
                  ? Status.Code.INVALID_ARGUMENT // a file without lines
                  : Status.Code.OK);
    }
    assertThat(told.messages()).doesNotContain(TwoTenants.SECRET, TwoTenants.HER, "127.0.0.1");
    assertThat(String.valueOf(told.status().getDescription()))
        .doesNotContain(TwoTenants.SECRET, TwoTenants.HER);
    if (told.status().getCode() != Status.Code.DEADLINE_EXCEEDED) { // whose text is the client's
      assertThat(String.valueOf(told.status().getDescription())).doesNotContain("127.0.0.1");
    }
  }

  /** Whether it may have no end, so that only its beginning is looked at. */
  private static boolean goesOn(MethodDescriptor<?, ?> method) {
    return method.getType() == MethodDescriptor.MethodType.SERVER_STREAMING;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void call_byNobody_isRefused(MethodDescriptor<?, ?> method) throws Exception {
    Message request = visit(method).request();
    Told nobody = call(world.channel, method, request);
    assertThat(nobody.status().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(nobody.reason()).isEqualTo("KEY_MISSING");
    assertThat(nobody.messages()).isEmpty();
    String other = world.ada.substring(0, world.ada.length() - 1) + "w";
    for (String wrong : List.of(other, "lgv_", "a.b.c", "")) {
      Told told = call(Keys.signed(world.channel, wrong), method, request);
      assertThat(told.status().getCode()).as(wrong).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void call_withAllScopesButItsOwn_isRefused(MethodDescriptor<?, ?> method) throws Exception {
    Visit visit = visit(method);
    String key = KEYS.computeIfAbsent(visit.scope(), EveryRpcIT::without);
    Told told = call(Keys.signed(world.channel, key), method, visit.request());
    assertThat(told.status().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(told.reason()).isEqualTo("SCOPE_MISSING");
    assertThat(told.status().getDescription()).contains("scope " + visit.scope().text());
  }

  private static final Map<Scope, String> KEYS = new LinkedHashMap<>();

  /** Of ada, so that it is not the tenant that is wrong. */
  private static String without(Scope scope) {
    String key = world.keys.of(TwoTenants.HER, Keys.without(scope));
    awaitKnown(key);
    return key;
  }

  private static void awaitKnown(String key) {
    try {
      MethodDescriptor<?, ?> method = GenerationServiceGrpc.getListModelsMethod();
      Message request = ListModelsRequest.getDefaultInstance();
      Calls.await(
          () ->
              call(Keys.signed(world.channel, key), method, request).status().getCode()
                  != Status.Code.UNAUTHENTICATED);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Whatever others tried, what is ada's is as it was. */
  @Test
  @Order(Integer.MAX_VALUE)
  void things_afterAllThat_areAsTheyWere() {
    var hers = world.as(world.ada);
    assertThat(Calls.get(hers, world.queued.getId()).getState()).isEqualTo(State.STATE_QUEUED);
    assertThat(Calls.get(hers, world.queued.getId()).getQueuePlace()).isEqualTo(1);
    assertThat(Calls.get(hers, world.succeeded.getId()).getArtifactsCount()).isEqualTo(1);
    assertThat(Calls.artifact(hers, world.succeeded.getArtifacts(0).getName()))
        .isEqualTo(TestFleet.PICTURE);
    assertThat(
            BatchServiceGrpc.newBlockingStub(Keys.signed(world.channel, world.ada))
                .getBatch(GetBatchRequest.newBuilder().setId(world.batch).build())
                .getBatch()
                .getState())
        .isEqualTo(dev.langevin.v1.Batch.State.STATE_RUNNING);
  }

  /**
   * Makes any call: its one request goes out, and what comes is gathered; for a while if it goes
   * on.
   */
  @SuppressWarnings("unchecked") // the visits' requests are their methods'
  private static <Q, A> Told call(
      Channel channel, MethodDescriptor<?, ?> descriptor, Message request) {
    MethodDescriptor<Q, A> method = (MethodDescriptor<Q, A>) descriptor;
    ClientCall<Q, A> call =
        channel.newCall(
            method,
            CallOptions.DEFAULT.withDeadlineAfter(goesOn(method) ? 2 : 25, TimeUnit.SECONDS));
    CompletableFuture<Told> told = new CompletableFuture<>();
    StringBuffer messages = new StringBuffer();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(A message) {
            messages.append(message).append(text(message));
            call.request(1);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            String reason = Statuses.reason(status.asRuntimeException(trailers));
            told.complete(new Told(status, reason, messages.toString()));
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage((Q) request);
    call.halfClose();
    return told.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static String text(Object message) {
    return message instanceof Message answer
        ? ByteString.copyFrom(answer.toByteArray()).toStringUtf8()
        : "";
  }
}
