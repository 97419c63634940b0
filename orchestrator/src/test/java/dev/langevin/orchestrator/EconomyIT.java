package dev.langevin.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.config.Environment;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.NoiseInterval;
import dev.langevin.v1.Warning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs do not ask the denoiser for, counted at the denoiser. */
class EconomyIT {
  private static final int STEPS = 20;
  private static final Duration LOCK = Duration.ofSeconds(2);
  private static final AtomicInteger POOLS = new AtomicInteger();

  @TempDir static Path directory;
  @TempDir static Path checkpoints;
  private static TestLog log;

  private final TestServices services = new TestServices();
  private final TestDenoiser denoiser = new TestDenoiser();
  private final String pool = "economy-" + POOLS.incrementAndGet();
  private Orchestrator orchestrator;

  @BeforeAll
  static void startKafka() throws Exception {
    log = TestLog.start(directory);
  }

  @AfterAll
  static void stopKafka() {
    log.close();
  }

  @BeforeEach
  void preparePool() {
    log.preparePool(pool, LOCK);
  }

  @AfterEach
  void close() {
    orchestrator.close();
    denoiser.close();
    services.close();
  }

  @Test
  void start_guided_runsTwoRowsPerEvaluation() throws Exception {
    start(Map.of());

    succeeded(log.submit(pool, TestLog.request()));

    assertThat(rows()).isEqualTo(2 * STEPS);
  }

  @Test
  void start_scaleOne_runsNoUnconditionalRow() throws Exception {
    start(Map.of());

    succeeded(log.submit(pool, TestLog.request().toBuilder().setGuidanceScale(1).build()));

    assertThat(rows()).isEqualTo(STEPS);
  }

  @Test
  void start_guidanceInInterval_runsNoUnconditionalRowOutsideOfIt() throws Exception {
    double low = 0.4;
    double high = 3;
    start(Map.of());
    GenerationRequest request =
        TestLog.request().toBuilder()
            .setGuidanceOptions(
                GuidanceOptions.newBuilder()
                    .setInterval(NoiseInterval.newBuilder().setLow(low).setHigh(high)))
            .build();

    succeeded(log.submit(pool, request));

    long within =
        IntStream.range(0, STEPS)
            .mapToDouble(i -> noiseToPicture(1 + i * 1000 / STEPS))
            .filter(level -> level > low && level <= high)
            .count();
    assertThat(within).isBetween(5L, 15L);
    assertThat(rows()).isEqualTo(STEPS + (int) within);
  }

  @Test
  void start_wireInHalves_everyLatentIsOneAndTheJobSaysSo() throws Exception {
    start(Map.of("WIRE", "float16"));

    Generation done = succeeded(log.submit(pool, TestLog.request()));

    assertThat(denoiser.latentTypes).containsExactly(Tensor.Type.TYPE_FLOAT16);
    assertThat(done.getNumericsId()).isEqualTo("numerics/wire-float16");
  }

  @Test
  void start_sameRequestWhileItRuns_isEvaluatedOnce() throws Exception {
    denoiser.perBatch = Duration.ofMillis(20);
    start(Map.of());
    Work first = log.submit(pool, TestLog.request().toBuilder().setSteps(100).build());
    denoiser.await(10);
    Work second = log.submit(pool, first.getRequest().toBuilder().putLabels("for", "two").build());

    Generation one = succeeded(first);
    Generation other = succeeded(second);

    assertThat(denoiser.evaluations).hasValue(100);
    assertThat(one.getArtifacts(0).getSha256()).isEqualTo(other.getArtifacts(0).getSha256());
    assertThat(one.getArtifacts(0).getName()).isNotEqualTo(other.getArtifacts(0).getName());
    assertThat(other.getWarningsList())
        .extracting(Warning::getReason)
        .contains("EVALUATIONS_SHARED");
  }

  @Test
  void start_sameRequestAndCoalescingOff_isEvaluatedTwice() throws Exception {
    denoiser.perBatch = Duration.ofMillis(5);
    start(Map.of("COALESCE", "false"));
    Work first = log.submit(pool, TestLog.request());
    Work second = log.submit(pool, TestLog.request());

    succeeded(first);
    succeeded(second);

    assertThat(denoiser.evaluations).hasValue(2 * STEPS);
  }

  private void start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("PORT", "0");
    all.put("KAFKA", log.brokers());
    all.put("ENCODERS", services.address());
    all.put("DENOISERS", denoiser.address());
    all.put("DECODERS", services.address());
    all.put("POOL", pool);
    all.put("LOCK", LOCK.toString());
    all.put("CHECKPOINTS", checkpoints.toString());
    all.putAll(settings);
    Map<String, String> variables = new HashMap<>();
    all.forEach((key, value) -> variables.put(Environment.PREFIX + key, value));
    orchestrator =
        Orchestrator.start(OrchestratorConfig.fromEnvironment(Environment.of(variables)));
  }

  private static Generation succeeded(Work work) throws Exception {
    Generation done = log.awaitEnd(work).getGeneration();
    assertThat(done.getState()).as("%s", done).isEqualTo(State.STATE_SUCCEEDED);
    return done;
  }

  private int rows() {
    synchronized (denoiser.batches) {
      return denoiser.batches.stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** √((1 − ᾱ) / ᾱ) of the test model's schedule, scaled linear from 0.00085 to 0.012. */
  private static double noiseToPicture(int timestep) {
    double kept = 1;
    for (int t = 0; t <= timestep; t++) {
      double root = Math.sqrt(0.00085) + (Math.sqrt(0.012) - Math.sqrt(0.00085)) * t / (1000 - 1);
      kept *= 1 - root * root;
    }
    return Math.sqrt((1 - kept) / kept);
  }
}
