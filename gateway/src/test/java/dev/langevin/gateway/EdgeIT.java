package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.CreateGenerationResponse;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListModelsResponse;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeIT {
  private static final String SERVICE = "langevin.v1.GenerationService";
  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Gateway gateway;
  private static ManagedChannel channel;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    gateway = fleet.gateway();
    channel = fleet.channel(gateway);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    fleet.close();
  }

  @Test
  void health_ofServerAndService_isServing() {
    for (String service : List.of("", SERVICE)) {
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.newBuilder().setService(service).build())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void reflection_listsAndDescribesTheService() throws Exception {
    ServerReflectionResponse services =
        reflect(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(services.getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(SERVICE, "grpc.health.v1.Health");
    ServerReflectionResponse file =
        reflect(ServerReflectionRequest.newBuilder().setFileContainingSymbol(SERVICE).build());
    assertThat(file.getFileDescriptorResponse().getFileDescriptorProtoCount()).isPositive();
    for (String name : List.of("langevin/v1/generation.proto", "google/protobuf/timestamp.proto")) {
      ServerReflectionResponse imported =
          reflect(ServerReflectionRequest.newBuilder().setFileByFilename(name).build());
      assertThat(imported.getFileDescriptorResponse().getFileDescriptorProtoCount()).isPositive();
    }
  }

  @Test
  void grpcWeb_unaryCall_answers() throws Exception {
    HttpResponse<byte[]> response =
        web("ListModels", frame(ListModelsRequest.getDefaultInstance().toByteArray()));
    assertThat(response.statusCode()).isEqualTo(200);
    ByteBuffer body = ByteBuffer.wrap(response.body());
    assertThat(body.get()).isZero();
    byte[] message = new byte[body.getInt()];
    body.get(message);
    assertThat(ListModelsResponse.parseFrom(message).getModels(0).getName()).isEqualTo("storybook");
    assertThat(trailers(response)).contains("grpc-status:0");
  }

  @Test
  void grpcWeb_badInput_tellsStatusReasonAndMessage() throws Exception {
    byte[] blank =
        CreateGenerationRequest.newBuilder()
            .setGeneration(GenerationRequest.getDefaultInstance())
            .build()
            .toByteArray();
    String trailers = trailers(web("CreateGeneration", frame(blank)));
    assertThat(trailers)
        .contains("grpc-status:3")
        .contains("langevin-reason:INVALID_REQUEST")
        .contains("prompt: blank");
  }

  @Test
  void grpcWeb_garbage_isInvalid() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] garbage = new byte[1 + random.nextInt(200)];
      random.nextBytes(garbage);
      garbage[0] = 0x07; // a group's end or a field of no known kind: never valid protobuf
      assertThat(trailers(web("CreateGeneration", frame(garbage)))).contains("grpc-status:3");
    }
    assertThat(fleet.client(gateway).listModels(ListModelsRequest.getDefaultInstance()))
        .isNotNull();
  }

  @Test
  void requestWithoutAMessage_isInvalid() throws Exception {
    assertThat(trailers(web("ListModels", new byte[0])))
        .contains("grpc-status:3")
        .contains("langevin-reason:INVALID_MESSAGE");
  }

  @Test
  void unknownMethod_isUnimplemented() throws Exception {
    assertThat(trailers(web("Nothing", frame(new byte[0])))).contains("grpc-status:12");
  }

  @Test
  void unknownPath_isNotFound() throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/nothing"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(404);
  }

  @Test
  void tooLargeMessage_isRefused() {
    GenerationRequest huge = GenerationRequest.newBuilder().setPrompt("x".repeat(5 << 20)).build();
    assertThatThrownBy(
            () ->
                fleet
                    .client(gateway)
                    .createGeneration(
                        CreateGenerationRequest.newBuilder().setGeneration(huge).build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
  }

  @Test
  void watcherThatGoes_isForgotten() throws Exception {
    CreateGenerationResponse created =
        fleet
            .client(gateway)
            .createGeneration(
                CreateGenerationRequest.newBuilder()
                    .setGeneration(GenerationRequest.newBuilder().setPrompt("a boat"))
                    .build());
    WatchGenerationRequest watch =
        WatchGenerationRequest.newBuilder().setId(created.getGeneration().getId()).build();
    for (int i = 0; i < 20; i++) {
      Context.CancellableContext context = Context.current().withCancellation();
      context.run(
          () -> {
            Iterator<WatchGenerationResponse> events = fleet.client(gateway).watchGeneration(watch);
            events.next();
          });
      assertThat(gateway.watchers()).isPositive();
      context.cancel(null);
      await(0);
    }
  }

  private static void await(int watchers) throws InterruptedException {
    for (int i = 0; i < 500 && gateway.watchers() != watchers; i++) {
      Thread.sleep(10);
    }
    assertThat(gateway.watchers()).isEqualTo(watchers);
  }

  private static HttpResponse<byte[]> web(String method, byte[] body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.port() + "/" + SERVICE + "/" + method))
            .header("content-type", "application/grpc-web+proto")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /**
   * The trailers of a gRPC-Web response: in the body's last frame, or in the headers if there is no
   * body.
   */
  private static String trailers(HttpResponse<byte[]> response) {
    StringBuilder text = new StringBuilder();
    response.headers().map().forEach((k, v) -> text.append(k).append(':').append(v.getFirst()));
    ByteBuffer body = ByteBuffer.wrap(response.body());
    while (body.hasRemaining()) {
      boolean last = body.get() < 0; // the flag of a frame of trailers is the highest bit
      byte[] frame = new byte[body.getInt()];
      body.get(frame);
      if (last) {
        text.append(new String(frame, StandardCharsets.UTF_8));
      }
    }
    return URLDecoder.decode(text.toString(), StandardCharsets.UTF_8);
  }

  private static ServerReflectionResponse reflect(ServerReflectionRequest request)
      throws InterruptedException {
    BlockingQueue<ServerReflectionResponse> answers = new LinkedBlockingQueue<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    answers.add(answer);
                  }

                  @Override
                  public void onError(Throwable failure) {}

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(request);
    ServerReflectionResponse answer = answers.poll(10, TimeUnit.SECONDS);
    requests.onCompleted();
    assertThat(answer).isNotNull();
    return answer;
  }
}
