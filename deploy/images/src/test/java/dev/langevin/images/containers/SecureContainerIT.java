package dev.langevin.images.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Bind;
import dev.langevin.images.containers.ComposeFile.Service;
import dev.langevin.images.containers.Site.Ended;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.ListModelsRequest;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system of {@code compose.yaml} with {@code secure.yaml} over it, and wrong certificates. */
class SecureContainerIT {
  private static final String ADDRESS = "https://gateway:8470";
  private static final int STEPS = 10;

  @TempDir private static Path folder;

  private static ComposeFile file;
  private static Systems systems;
  private static Site site;
  private static Secrets secrets;

  @BeforeAll
  static void start() throws Exception {
    Engine.require();
    secrets = Secrets.make(folder.resolve("ours"));
    file = ComposeFile.secure(secrets.folder());
    systems = new Systems(file, Engine.TAG);
    site = new Site();
    systems.of(1, Map.of()).forEach(site::add);
    site.startAll();
    try (Jobs jobs = jobs()) {
      jobs.awaitReady();
    }
  }

  @AfterAll
  static void stop() {
    if (site != null) {
      site.close();
    }
  }

  @Test
  void picture_byTheCommandsImageWithAKey_isMade() {
    Ended ended = generate(Map.of("LANGEVIN_CA", "/ca.crt", "LANGEVIN_API_KEY", secrets.key()));

    assertThat(ended.said()).contains("STATE_SUCCEEDED");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void call_withoutAKey_isUnauthenticated() throws Exception {
    assertThat(refused(secrets.authority(), "").getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refused(secrets.authority(), "lgv_nobodys").getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void call_thatTrustsAnotherAuthority_isNotMade() throws Exception {
    Secrets others = Secrets.make(folder.resolve("not-trusted"));

    assertThat(refused(others.authority(), secrets.key()).getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void command_withoutTheAuthority_saysWhatToDo() {
    Ended ended = generate(Map.of("LANGEVIN_API_KEY", secrets.key()));

    assertThat(ended.said()).contains("name the right one with --ca FILE");
    assertThat(ended.exitCode()).isNotZero();
  }

  /** Its callers do not trust it. */
  @Test
  void denoiser_ofAnotherAuthority_isNotCalledUntilItIsReplaced() throws Exception {
    Secrets others = Secrets.make(folder.resolve("others"));
    Service foreign =
        new Systems(ComposeFile.secure(others.folder()), Engine.TAG)
            .service("denoiser", 1, Map.of());
    try (Jobs jobs = jobs()) {
      List<String> expected = jobs.pictures(jobs.create(1, STEPS));
      site.replace("denoiser", foreign);
      List<String> ids = jobs.create(1, STEPS);

      site.witness("orchestrator").awaitSaid("signed by an authority that is not trusted here");
      assertThat(jobs.ended(ids)).isFalse();
      site.replace("denoiser", systems.service("denoiser", 1, Map.of()));
      assertThat(jobs.pictures(ids)).isEqualTo(expected);
    }
  }

  /** Of the right authority, but for a service that has no business with denoisers. */
  @Test
  void orchestrator_withTheDecodersCertificate_isRefused() throws Exception {
    Service right = systems.service("orchestrator", 1, Map.of());
    Service wrong =
        right.mounting("/tls:ro", secrets.folder().resolve("tls").resolve("decoder").toString());
    try (Jobs jobs = jobs()) {
      List<String> expected = jobs.pictures(jobs.create(1, STEPS));
      site.replace("orchestrator", wrong);
      List<String> ids = jobs.create(1, STEPS);

      site.witness("orchestrator").awaitSaid("it refuses our certificate");
      assertThat(jobs.ended(ids)).isFalse();
      site.replace("orchestrator", right);
      assertThat(jobs.pictures(ids)).isEqualTo(expected);
    }
  }

  private static Ended generate(Map<String, String> environment) {
    return site.run(
        environment,
        List.of(Bind.parse(secrets.authority() + ":/ca.crt:ro")),
        List.of(
            "generate",
            "a boat",
            "--steps",
            "4",
            "--json",
            "--server",
            ADDRESS,
            "-o",
            "/tmp/boat.png"));
  }

  private static Jobs jobs() throws Exception {
    return new Jobs(channel(secrets.authority(), secrets.key()));
  }

  private static Status refused(Path authority, String key) throws Exception {
    ManagedChannel channel = channel(authority, key);
    try {
      GenerationServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .listModels(ListModelsRequest.getDefaultInstance());
      throw new AssertionError("not refused");
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel channel(Path authority, String key) throws Exception {
    Metadata headers = new Metadata();
    if (!key.isEmpty()) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    }
    return Grpc.newChannelBuilder(
            site.address("gateway"),
            TlsChannelCredentials.newBuilder().trustManager(authority.toFile()).build())
        .overrideAuthority("localhost")
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
        .build();
  }
}
