package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.sampling.SchedulerConfigs;
import dev.langevin.sampling.noise.TorchNoise;
import dev.langevin.sampling.schedule.ForwardProcess;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.DiffusionServiceGrpc;
import dev.langevin.v1.DiffusionServiceGrpc.DiffusionServiceBlockingStub;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.ForwardResponse;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ScheduleRequest;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures under noise. The fake decoder's PNGs are the numbers themselves. */
class DiffusionIT {
  private static final int LIMIT = 12 << 20;
  private static final int CALLS = 8;
  private static final ForwardProcess PROCESS =
      ForwardProcess.of(SchedulerConfigs.parse(FakeDenoiser.SCHEDULE));

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static GenerationServiceBlockingStub generations;
  private static DiffusionServiceBlockingStub client;
  private static HttpClients http;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    Gateway gateway = fleet.gateway();
    client = DiffusionServiceGrpc.newBlockingStub(fleet.channel(gateway));
    generations = fleet.client(gateway);
    http = new HttpClients(gateway);
  }

  @AfterAll
  static void stop() {
    http.close();
    fleet.close();
  }

  @AfterEach
  void draw() {
    fleet.decoder.drawing.release(1 << 20);
    fleet.decoder.drawing = new Semaphore(1 << 20);
    fleet.decoder.encodes = true;
  }

  /** The body that noises an artifact. */
  static String forward(Artifact artifact) {
    return "{\"artifact\":\"%s\",\"timesteps\":[0,500,999],\"decoded\":true}"
        .formatted(artifact.getName());
  }

  @Test
  void forward_closedForm_isOneNoiseAtEachLevel() {
    List<ForwardResponse> frames = frames(request(0, 250, 999).setSeed(7).setDecoded(true).build());

    assertThat(frames).extracting(ForwardResponse::getTimestep).containsExactly(0, 250, 999);
    float[] pixelNoise = TorchNoise.seeded(7).next(12);
    float[] latentNoise = TorchNoise.seeded(7).next(4);
    for (ForwardResponse frame : frames) {
      double alpha = PROCESS.level(frame.getTimestep()).alpha();
      double sigma = PROCESS.level(frame.getTimestep()).sigma();
      assertThat(frame.getLevel().getAlpha()).isEqualTo(alpha);
      assertThat(frame.getLevel().getSigma()).isEqualTo(sigma);
      assertThat(frame.getAlphaBar()).isCloseTo(alpha * alpha, within(1e-12));
      assertThat(frame.getSnr()).isCloseTo(alpha * alpha / (sigma * sigma), within(1e-9));
      assertMixed(frame.getPicture(), alpha, FakeDecoder.PIXELS, sigma, pixelNoise);
      assertMixed(frame.getLatents(), alpha, FakeDecoder.LATENTS, sigma, latentNoise);
      assertThat(frame.getDecoded()).isEqualTo(frame.getLatents());
      assertThat(frame.getSize().getWidth()).isEqualTo(2);
    }
  }

  @Test
  void forward_chain_isStepByStepWithFreshNoise() {
    List<ForwardResponse> frames = frames(request(3, 40).setChain(true).setSeed(-1).build());

    TorchNoise noise = TorchNoise.seeded(0xffffffffL);
    float[] x = FakeDecoder.LATENTS;
    for (int t = 0; t <= 40; t++) {
      x = PROCESS.step(x, t, noise);
      if (t == 3) {
        assertMixed(frames.getFirst().getLatents(), 1, x, 0, x);
      }
    }
    assertMixed(frames.getLast().getLatents(), 1, x, 0, x);
  }

  @Test
  void forward_sameSeed_isTheSameBytes() {
    ForwardRequest request = request(5, 700).setSeed(3).setChain(true).build();

    assertThat(frames(request)).isEqualTo(frames(request));
    assertThat(frames(request.toBuilder().setSeed(4).build())).isNotEqualTo(frames(request));
    assertThat(frames(request(5).build())).isEqualTo(frames(request(5).setSeed(0).build()));
  }

  @Test
  void forward_flow_isTheStraightPathOfUnitVariance() {
    ForwardRequest request =
        request(749)
            .setConfig(
                Struct.newBuilder()
                    .putFields("use_flow_sigmas", Value.newBuilder().setBoolValue(true).build()))
            .build();

    ForwardResponse frame = frames(request).getFirst();

    float[] noise = TorchNoise.seeded(0).next(12);
    assertThat(frame.getAlphaBar()).isCloseTo(0.0625, within(1e-12));
    assertMixed(frame.getPicture(), 0.25, FakeDecoder.PIXELS, 0.75, noise);
    double norm = Math.hypot(0.25, 0.75);
    float[] few = TorchNoise.seeded(0).next(4);
    assertMixed(frame.getLatents(), 0.25 / norm, FakeDecoder.LATENTS, 0.75 / norm, few);
  }

  @Test
  void forward_levelWithoutNoise_hasAnInfiniteRatio() throws Exception {
    String picture = Base64.getEncoder().encodeToString(TestFleet.PICTURE.toByteArray());
    String config = "\"config\":{\"beta_schedule\":\"linear\",\"beta_start\":0}}";

    HttpResponse<String> response =
        http.post("/v1/forward", body(picture).replace("[1]", "[0]").replace("}", "," + config));

    assertThat(response.body()).contains("\"alphaBar\":1.0", "\"snr\":\"Infinity\"");
  }

  @Test
  void forward_modelThatOnlyDecodes_isInPictureSpaceAlone() {
    fleet.decoder.encodes = false;

    ForwardResponse frame = frames(request(9).build()).getFirst();

    assertThat(frame.getPicture()).isNotEmpty();
    assertThat(frame.getLatents()).isEmpty();
    Calls.assertInvalid(
        () -> frames(request(9).setDecoded(true).build()),
        "decoded: true is not possible; model storybook@1 has no vae_encoder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"timesteps\":[1]}|image: absent; the name of an artifact or a PNG or JPEG file is needed",
        "{\"image\":\"\",\"timesteps\":[1]}|image: 0 bytes are not in 1..12,582,912",
        "{\"image\":\"AAAA\",\"timesteps\":[1]}|image: 3 bytes that are neither",
        "{\"image\":\"AAAA\"}|timesteps: 0 of them are not 1 to 64",
        "{\"image\":\"AAAA\",\"timesteps\":[5,5]}|timesteps: 5 after 5 is not ascending",
        "{\"image\":\"AAAA\",\"timesteps\":[5,4]}|timesteps: 4 after 5 is not ascending",
        "{\"image\":\"AAAA\",\"timesteps\":[1000]}|timesteps: 1000 is not in 0..999",
        "{\"image\":\"AAAA\",\"timesteps\":[4294967295]}|timesteps: 4294967295 is not in 0..999",
        "{\"image\":\"AAAA\",\"timesteps\":[4000],\"chain\":true}|timesteps: 4000 is not in 0..1999 with chain",
        "{\"image\":\"AAAA\",\"timesteps\":[1],\"model\":\"storybok\"}|model: storybok is not one of",
        "{\"image\":\"AAAA\",\"timesteps\":[1],\"config\":{\"beta_schedule\":\"laplace\"}}|beta_schedule: laplace is not one of",
        "{\"image\":\"AAAA\",\"timesteps\":[1],\"config\":{\"num_train_timesteps\":{}}}|num_train_timesteps: an object must be",
        "{\"image\":\"AAAA\",\"artifact\":\"a\",\"timesteps\":[1]}|artifact: image is there too; only one of them can be",
        "{\"image\":\"A?\",\"timesteps\":[1]}|image: \"A?\" is not a text in base64",
      })
  void forward_badInput_isNamed(String body, String message) throws Exception {
    HttpResponse<String> response = http.post("/v1/forward", body);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(HttpClients.json(response).get("message").getAsString()).startsWith(message);
  }

  @Test
  void forward_artifacts_areFoundOrNot() throws Exception {
    String id = Calls.create(generations, "", "a boat").getId();
    Artifact artifact = fleet.succeed(id).getArtifacts(0);
    String other = "nobody/0-" + "0".repeat(64);

    HttpResponse<String> frames = http.post("/v1/forward", forward(artifact));

    assertThat(frames.headers().firstValue("content-type")).hasValue("application/jsonl");
    assertThat(frames.body().lines()).hasSize(3);
    assertThat(http.post("/v1/forward", "{\"artifact\":\"x\",\"timesteps\":[1]}").statusCode())
        .isEqualTo(404);
    Calls.assertRefused(
        () -> frames(request(1).setArtifact(other).build()),
        Status.Code.NOT_FOUND,
        "GENERATION_NOT_FOUND",
        "nobody");
    String unknown = id + "/1-" + "0".repeat(64);
    Calls.assertRefused(
        () -> frames(request(1).setArtifact(unknown).build()),
        Status.Code.NOT_FOUND,
        "ARTIFACT_NOT_FOUND",
        "is not an artifact");
  }

  @Test
  void forward_pictures_areLimitedAndOtherMessagesAsBefore() throws Exception {
    ForwardRequest.Builder most = request(1).setImage(ByteString.copyFrom(new byte[LIMIT]));
    Calls.assertInvalid(() -> frames(most.build()), "image: 12582912 bytes that are neither");
    Calls.assertInvalid(
        () -> frames(most.setImage(ByteString.copyFrom(new byte[LIMIT + 1])).build()),
        "image: 12,582,913 bytes are not in 1..12,582,912");
    Calls.assertRefused(
        () -> frames(most.setImage(ByteString.copyFrom(new byte[LIMIT + (2 << 20)])).build()),
        Status.Code.RESOURCE_EXHAUSTED,
        "MESSAGE_TOO_LARGE",
        "is larger than 13,631,488");
    Calls.assertRefused(
        () -> client.schedule(ScheduleRequest.newBuilder().setModel("x".repeat(5 << 20)).build()),
        Status.Code.RESOURCE_EXHAUSTED,
        "MESSAGE_TOO_LARGE",
        "is larger than 1,048,576");
    Calls.assertRefused(
        () ->
            generations.createGeneration(
                CreateGenerationRequest.newBuilder().setRequestId("x".repeat(5 << 20)).build()),
        Status.Code.RESOURCE_EXHAUSTED,
        "MESSAGE_TOO_LARGE",
        "is larger than 1,048,576");
    String whole = Base64.getEncoder().encodeToString(new byte[LIMIT]);
    HttpResponse<String> refused = http.post("/v1/forward", body(whole));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("image: 12582912 bytes that are neither");
    assertThat(http.post("/v1/forward", body(whole + "A".repeat(2 << 20))).statusCode())
        .isEqualTo(413);
    assertThat(http.post("/v1/schedule", "\"" + "x".repeat(4 << 20) + "\"").statusCode())
        .isEqualTo(413);
  }

  private static String body(String image) {
    return "{\"timesteps\":[1],\"image\":\"%s\"}".formatted(image);
  }

  @Test
  void forward_frames_areSentWhenTheyAreMade() throws Exception {
    fleet.decoder.drawing = new Semaphore(2); // a picture and its latents
    String body = body(Base64.getEncoder().encodeToString(TestFleet.PICTURE.toByteArray()));

    HttpResponse<Stream<String>> response =
        http.lines("POST", "/v1/forward", body.replace("[1]", "[1,2]"));
    Iterator<String> lines = response.body().iterator();

    assertThat(response.statusCode()).isEqualTo(200);
    ForwardResponse.Builder first = ForwardResponse.newBuilder();
    JsonFormat.parser().merge(lines.next(), first);
    assertThat(first.getTimestep()).isEqualTo(1);
    fleet.decoder.drawing.release(2);
    assertThat(JsonParser.parseString(lines.next()).getAsJsonObject().get("timestep").getAsInt())
        .isEqualTo(2);
    assertThat(lines.hasNext()).isFalse();
  }

  @Test
  void forward_tooMany_areToldWhenToComeAgainAndThoseThatGoMakeRoom() throws Exception {
    fleet.decoder.drawing = new Semaphore(0);
    int before = fleet.decoder.drawn.get();
    int[] times = IntStream.range(0, 64).map(i -> 10 * i).toArray();
    List<Context.CancellableContext> leaving = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      Context.CancellableContext context = Context.current().withCancellation();
      leaving.add(context);
      Thread.startVirtualThread(
          context.wrap(() -> context.run(() -> left(request(times).setChain(true).build()))));
    }
    Calls.await(() -> fleet.decoder.drawn.get() == before + CALLS);

    Calls.assertRefused(
        () -> frames(request(1).build()),
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_FORWARDS",
        "8 forwards are at this gateway, which is the limit");
    HttpResponse<String> response = http.post("/v1/forward", body("AAAA"));
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("retry-after")).hasValue("2");

    leaving.forEach(context -> context.cancel(null));
    ForwardRequest none = request(1).setImage(ByteString.copyFromUtf8("none")).build();
    Calls.await(() -> refusal(none).equals("INVALID_REQUEST"));
    assertThat(fleet.decoder.drawn.get()).isEqualTo(before + CALLS);
    fleet.decoder.drawing.release(1 << 20);
    assertThat(frames(request(1).build())).hasSize(1);
  }

  private static String refusal(ForwardRequest request) {
    try {
      return frames(request).toString();
    } catch (StatusRuntimeException e) {
      return Statuses.reason(e);
    }
  }

  private static void left(ForwardRequest request) {
    try {
      frames(request);
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.CANCELLED);
    }
  }

  private static List<ForwardResponse> frames(ForwardRequest request) {
    List<ForwardResponse> frames = new ArrayList<>();
    client.forward(request).forEachRemaining(frames::add);
    return frames;
  }

  private static ForwardRequest.Builder request(int... times) {
    ForwardRequest.Builder request = ForwardRequest.newBuilder().setImage(TestFleet.PICTURE);
    IntStream.of(times).forEach(request::addTimesteps);
    return request;
  }

  private static void assertMixed(
      ByteString png, double alpha, float[] x, double sigma, float[] noise) {
    var values = png.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    assertThat(values.remaining()).isEqualTo(x.length);
    for (int i = 0; i < x.length; i++) {
      assertThat(values.get(i)).isCloseTo((float) (alpha * x[i] + sigma * noise[i]), within(1e-5f));
    }
  }
}
