package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.sampling.SamplerInfo;
import dev.langevin.sampling.Samplers;
import dev.langevin.v1.DiffusionServiceGrpc;
import dev.langevin.v1.DiffusionServiceGrpc.DiffusionServiceBlockingStub;
import dev.langevin.v1.Evaluation;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.NoiseLevel;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.ScheduleRequest;
import dev.langevin.v1.ScheduleResponse;
import dev.langevin.v1.Warning;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans and schedules, as a page would overlay them. */
class ScheduleIT {
  private static final String FLOW = "later";

  @TempDir static Path directory;
  private static TestFleet fleet;
  private static GenerationServiceBlockingStub generations;
  private static DiffusionServiceBlockingStub client;
  private static HttpClients http;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    fleet.denoiser.offer(
        FakeDenoiser.model("storybook"),
        FakeDenoiser.model(FLOW).toBuilder()
            .setSchedulerConfig("{\"_class_name\":\"FlowMatchEulerDiscreteScheduler\",\"shift\":3}")
            .setModel(FakeDenoiser.model(FLOW).getModel().toBuilder().clearDefaultSampler())
            .build());
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

  @Test
  void schedule_ofNothing_isTheModelsPlan() {
    ScheduleResponse plan = client.schedule(ScheduleRequest.getDefaultInstance());

    assertThat(plan.getModel()).isEqualTo("storybook@1");
    assertThat(plan.getSampler()).isEqualTo("dpmpp_2m");
    assertThat(plan.getSteps()).isEqualTo(20);
    assertThat(plan.getEvaluationsList()).hasSize(20);
    assertThat(plan.getEvaluationsList()).extracting(Evaluation::getStep).startsWith(1, 2, 3);
    NoiseLevel first = plan.getEvaluations(0).getFrom();
    assertThat(Math.hypot(first.getAlpha(), first.getSigma())).isCloseTo(1, within(1e-9));
    assertThat(plan.getEvaluations(19).getTo().getSigma()).isZero();
    assertThat(plan.getTraining().getLevelsList()).hasSize(1000);
    assertThat(plan.getTraining().getLevels(999).getAlpha()).isCloseTo(0.0683, within(1e-4));
    assertThat(plan.getWarningsList()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "dpmpp_2m|{\"beta_schedule\":\"linear\",\"beta_start\":0.0001,\"beta_end\":0.02}|0.2803",
        "dpmpp_2m|{\"beta_schedule\":\"scaled_linear\"}|0.5269",
        "dpmpp_2m|{\"beta_schedule\":\"squaredcos_cap_v2\"}|0.7028",
        "ddpm|{\"beta_schedule\":\"sigmoid\",\"beta_start\":0.0001,\"beta_end\":0.02}|0.5495",
        "dpmpp_2m|{\"use_flow_sigmas\":true,\"prediction_type\":\"flow_prediction\"}|0.5",
        "heun|{\"beta_schedule\":\"exp\"}|0.0498",
      })
  void schedule_eachNoiseSchedule_isThere(String sampler, String config, double middle)
      throws Exception {
    ScheduleResponse plan = client.schedule(request(sampler, config));

    List<NoiseLevel> levels = plan.getTraining().getLevelsList();
    assertThat(levels).hasSize(1000);
    assertThat(levels.get(499).getAlpha()).isCloseTo(middle, within(1e-4));
    for (int t = 1; t < levels.size(); t++) {
      assertThat(levels.get(t).getSigma()).isGreaterThan(levels.get(t - 1).getSigma());
    }
    assertThat(plan.getEvaluationsList()).isNotEmpty();
  }

  @Test
  void schedule_spacings_changeThePlanAndNotTheTraining() {
    ScheduleRequest even = ScheduleRequest.newBuilder().setSampler("euler").setSteps(8).build();
    ScheduleResponse plain = client.schedule(even);
    ScheduleResponse karras = client.schedule(even.toBuilder().setSampler("Euler Karras").build());

    assertThat(karras.getSampler()).isEqualTo("euler_karras");
    assertThat(karras.getTraining()).isEqualTo(plain.getTraining());
    assertThat(karras.getEvaluations(4).getFrom().getSigma())
        .isLessThan(plain.getEvaluations(4).getFrom().getSigma());
    assertThat(karras.getEvaluations(0).getFrom().getAlpha()).isEqualTo(1);
  }

  @Test
  void schedule_flowModel_isTheStraightPath() {
    ScheduleResponse plan =
        client.schedule(ScheduleRequest.newBuilder().setModel(FLOW).setSteps(4).build());

    assertThat(plan.getSampler()).isEqualTo("flow_euler");
    assertThat(plan.getTraining().getLevels(249).getSigma()).isEqualTo(0.25);
    assertThat(plan.getEvaluationsList())
        .allSatisfy(e -> assertThat(e.getTime()).isCloseTo(1000 * sigma(e), within(1e-3)))
        .allSatisfy(e -> assertThat(e.getFrom().getAlpha()).isCloseTo(1 - sigma(e), within(1e-9)));
    assertThat(client.schedule(plan(FLOW, "flow_heun", 4)).getEvaluationsList())
        .extracting(Evaluation::getStage)
        .containsExactly(0, 1, 0, 1, 0, 1, 0);
  }

  private static double sigma(Evaluation evaluation) {
    return evaluation.getFrom().getSigma();
  }

  @Test
  void schedule_everySamplerOfTheModel_hasFiniteNumbers() {
    int able = 0;
    for (SamplerInfo sampler : Samplers.all()) {
      try {
        ScheduleResponse plan = client.schedule(plan("", sampler.name(), 20));
        able++;
        for (Evaluation e : plan.getEvaluationsList()) {
          assertThat(e.getCoefficientsList()).as(sampler.name()).allMatch(Double::isFinite);
          assertThat(List.of(e.getTime(), e.getInputScale(), e.getFrom().getSigma()))
              .allMatch(Double::isFinite);
        }
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getDescription()).contains("of another family");
      }
    }
    assertThat(able).isGreaterThan(15);
  }

  @Test
  void schedule_oddKeys_areWarnedOf() throws Exception {
    ScheduleResponse plan =
        client.schedule(request("euler", "{\"use_flow_sigmas\":true,\"nonsense\":1}"));

    assertThat(plan.getWarningsList())
        .extracting(Warning::getMessage)
        .containsExactly(
            "nonsense: not a key of any scheduler; ignored",
            "use_flow_sigmas: not a key of EulerDiscreteScheduler; ignored");
    assertThat(plan.getTraining().getLevels(999).getAlpha()).isCloseTo(0.0683, within(1e-4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"sampler\":\"eular\"}",
        "{\"sampler\":\"flow_euler\"}",
        "{\"steps\":0}",
        "{\"steps\":101}",
        "{\"steps\":1001}",
        "{\"model\":\"storybok\"}",
        "{\"samplerOptions\":{\"config\":{\"beta_schedule\":\"laplace\"}}}",
        "{\"samplerOptions\":{\"config\":{\"beta_start\":\"much\"}}}",
        "{\"samplerOptions\":{\"arguments\":{\"eta\":1}}}",
        "{\"samplerOptions\":{\"timesteps\":[5,10]}}",
        "{\"sampler\":\"euler\",\"samplerOptions\":{\"sigmas\":[5,0]},\"steps\":7}",
        "{\"sampler\":\"heun\",\"samplerOptions\":{\"sigmas\":[5,0]}}",
      })
  void schedule_whatAGenerationCannot_isRefusedInTheSameWords(String json) throws Exception {
    ScheduleRequest.Builder request = ScheduleRequest.newBuilder();
    JsonFormat.parser().merge(json, request);
    Throwable expected =
        catchThrowable(
            () ->
                Calls.create(
                    generations,
                    g -> {
                      g.setModel(request.getModel()).setSampler(request.getSampler());
                      g.setSamplerOptions(request.getSamplerOptions());
                      return request.hasSteps() ? g.setSteps(request.getSteps()) : g;
                    }));

    assertThat(expected).isNotNull();
    assertThatThrownBy(() -> client.schedule(request.build())).hasMessage(expected.getMessage());
  }

  @Test
  void schedule_rest_isTheSame() throws Exception {
    JsonObject plan =
        HttpClients.json(
            http.post("/v1/schedule", "{\"sampler\": \"ddim\", \"steps\": 3, \"model\": \"\"}"));

    assertThat(plan.get("sampler").getAsString()).isEqualTo("ddim");
    assertThat(plan.getAsJsonArray("evaluations")).hasSize(3);
    ScheduleResponse.Builder read = ScheduleResponse.newBuilder();
    JsonFormat.parser().merge(plan.toString(), read);
    assertThat(read.build()).isEqualTo(client.schedule(plan("", "ddim", 3)));
    assertThat(http.post("/v1/schedule", "{\"steps\": 0}").statusCode()).isEqualTo(400);
  }

  @Test
  void schedule_grpcWeb_isServedToo() throws Exception {
    byte[] empty = new byte[5]; // a message of no bytes, not packed
    HttpResponse<String> response =
        http.upload(
            "/langevin.v1.DiffusionService/Schedule",
            empty,
            "Content-Type",
            "application/grpc-web+proto");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("storybook@1", "grpc-status:0");
  }

  private static ScheduleRequest plan(String model, String sampler, int steps) {
    return ScheduleRequest.newBuilder().setModel(model).setSampler(sampler).setSteps(steps).build();
  }

  private static ScheduleRequest request(String sampler, String config) throws Exception {
    SamplerOptions.Builder options = SamplerOptions.newBuilder();
    JsonFormat.parser().merge(config, options.getConfigBuilder());
    return ScheduleRequest.newBuilder().setSampler(sampler).setSamplerOptions(options).build();
  }
}
