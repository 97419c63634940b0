package dev.langevin.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.client.FakeGenerations;
import dev.langevin.client.TlsServers;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Progress;
import dev.langevin.v1.Webhook;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LangevinClientTest {
  private static final GenerationRequest BOAT =
      GenerationRequest.newBuilder().setPrompt("a boat").build();

  private FakeGenerations one;
  private FakeGenerations other;
  private LangevinClient client;

  @BeforeEach
  void start() throws IOException {
    one = new FakeGenerations();
    other = new FakeGenerations();
    client = LangevinClient.connect(one.address(), other.address());
  }

  @AfterEach
  void stop() {
    client.close();
    one.close();
    other.close();
  }

  @Test
  void generate_overTls_failsOverAsWithout(@TempDir Path folder) throws IOException {
    try (TlsServers tls = new TlsServers(folder)) {
      FakeGenerations gone = tls.start();
      gone.close();
      try (LangevinClient safe =
          LangevinClient.builder()
              .gateway("https://" + gone.address())
              .gateway("https://" + tls.start().address())
              .authority(tls.ca())
              .build()) {
        assertThat(safe.generate(BOAT)).hasSize(1);
      }
      try (LangevinClient unsure = LangevinClient.connect("https://" + tls.start().address())) {
        assertThatThrownBy(() -> unsure.generate(BOAT))
            .isInstanceOf(StatusRuntimeException.class)
            .hasRootCauseInstanceOf(java.security.GeneralSecurityException.class);
      }
      LangevinClient.Builder wrong =
          LangevinClient.builder().gateway("https://a:1").authority(folder.resolve("none"));
      assertThatThrownBy(wrong::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("authority: " + folder.resolve("none") + " does not exist");
    }
  }

  @Test
  void generate_job_isItsPictures(@TempDir Path folder) throws IOException {
    List<Picture> pictures = client.generate(BOAT);
    assertThat(pictures).hasSize(1);
    assertThat(pictures.getFirst().artifact().getName()).startsWith(FakeGenerations.ID);
    Path file = pictures.getFirst().writeTo(folder.resolve("boat.png"));
    assertThat(Files.readAllBytes(file)).isEqualTo(FakeGenerations.picture(0));
  }

  @Test
  void submit_gatewayGoes_isTheSameRequestAtTheNext() {
    one.lost = 1;
    Job job = client.submit(BOAT);
    assertThat(job.id()).isEqualTo(FakeGenerations.ID);
    assertThat(one.created).hasSize(1);
    assertThat(other.created).isEqualTo(one.created);
    assertThat(other.created.getFirst().getRequestId()).startsWith("java-");
  }

  @Test
  void submit_queueIsFull_waitsForRoom() {
    one.full = 1;
    other.full = 1;
    client.submit(BOAT, "mine");
    assertThat(one.created).hasSize(2);
    assertThat(other.created).hasSize(1);
    assertThat(one.created).allMatch(request -> request.getRequestId().equals("mine"));
  }

  @Test
  void submit_withWebhook_sendsIt() {
    Webhook webhook = Webhook.newBuilder().setUrl("https://example.com/").build();
    client.submit(BOAT, "mine", webhook);
    assertThat(one.created.getFirst().getWebhook()).isEqualTo(webhook);
  }

  @Test
  void submit_refused_isNotTriedAgain() {
    one.refusal = Status.INVALID_ARGUMENT.withDescription("steps: 0 is not in 1..1000");
    assertThatThrownBy(() -> client.submit(BOAT))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("steps: 0 is not in 1..1000");
    assertThat(one.created).hasSize(1);
    assertThat(other.created).isEmpty();
  }

  @Test
  void await_gatewayGoesInMidJob_goesOnAtTheNext() {
    one.lost = 1;
    List<Integer> steps = new ArrayList<>();
    Generation ended =
        client.job(FakeGenerations.ID).await((Progress progress) -> steps.add(progress.getStep()));
    assertThat(ended.getState()).isEqualTo(Generation.State.STATE_SUCCEEDED);
    assertThat(steps).containsExactly(7, 7);
    assertThat(other.watched).containsExactly(FakeGenerations.ID);
  }

  @Test
  void await_longerThanPatience_isATimeoutAndTheJobGoesOn() throws Exception {
    one.running = new CountDownLatch(1);
    Job job = client.job(FakeGenerations.ID);
    assertThatThrownBy(() -> job.await(Duration.ofMillis(300)))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("has not ended in PT0.3S");
    assertThat(one.cancelled).isEmpty();
    job.cancel();
    assertThat(one.cancelled).containsExactly(FakeGenerations.ID);
  }

  @Test
  void end_ofAJobThatIsCancelled_isAFuture() throws Exception {
    one.running = new CountDownLatch(1);
    Job job = client.job(FakeGenerations.ID);
    CompletableFuture<Generation> end = job.end();
    one.running.await();
    assertThat(end).isNotDone();
    job.cancel();
    assertThat(end.get(10, TimeUnit.SECONDS).getState())
        .isEqualTo(Generation.State.STATE_CANCELLED);
  }

  @Test
  void pictures_ofAJobThatFailed_tellWhy() {
    one.end = Generation.State.STATE_FAILED;
    assertThatThrownBy(() -> client.generate(BOAT))
        .isInstanceOfSatisfying(
            GenerationFailedException.class,
            e -> assertThat(e.generation().getError().getReason()).isEqualTo(one.reason))
        .hasMessage("generation g1 failed: MODEL_OUTPUT_NOT_FINITE: NaN at step 3");
  }

  @Test
  void pictures_thatComeDamaged_areRefused() {
    one.damaged = true;
    assertThatThrownBy(() -> client.generate(BOAT)).hasMessageContaining("came with other bytes");
  }

  @Test
  void job_isLookedAtAndDeleted() {
    Job job = client.job(FakeGenerations.ID);
    assertThat(job.now().getAttempt()).isEqualTo(3);
    job.delete();
    assertThat(one.deleted).containsExactly(FakeGenerations.ID);
  }

  @Test
  void build_withWhatCanNotBe_isRefused() {
    assertThatThrownBy(LangevinClient::connect)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gateways: none; at least one host:port is needed");
    assertThatThrownBy(() -> LangevinClient.connect("nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
    LangevinClient.Builder mixed =
        LangevinClient.builder().gateway("https://a:1").gateway("b:2").authority(Path.of("ca.crt"));
    assertThatThrownBy(mixed::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("gateways: b:2 is without TLS, and authority and certificate are");
    assertThatThrownBy(() -> LangevinClient.builder().deadline(Duration.ZERO))
        .hasMessage("deadline: PT0S is not more than 0");
    assertThatThrownBy(() -> client.submit(BOAT, "no spaces"))
        .hasMessageStartingWith("requestId: \"no spaces\"");
  }
}
