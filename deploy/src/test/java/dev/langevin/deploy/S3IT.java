package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.blob.Blob;
import dev.langevin.runtime.blob.BlobStore;
import dev.langevin.runtime.blob.BlobStores;
import dev.langevin.runtime.blob.S3Server;
import dev.langevin.runtime.blob.StoreSettings;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.ManagedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole system, with pictures and checkpoints behind an S3 API. */
@Timeout(300)
class S3IT {
  /** Far more than are done before the first checkpoint is seen, however fast the machine is. */
  private static final int STEPS = 200;

  @TempDir Path folder;
  private S3Server s3;

  @BeforeEach
  void startStore() throws IOException {
    s3 = S3Server.start(folder.resolve("s3"));
  }

  @AfterEach
  void stopStore() {
    s3.close();
  }

  @Test
  void kill_inTheMidstOfAJob_goesOnFromTheCheckpointInTheBucketWithTheSameBytes() throws Exception {
    Path data = folder.resolve("data");
    String id;
    try (ServerProcess first = ServerProcess.start(data, settings());
        BlobStore checkpoints = store("CHECKPOINTS", "checkpoints")) {
      id = on(first, stub -> create(stub, STEPS).getId());
      while (checkpoints.list("").isEmpty()) {
        LockSupport.parkNanos(5_000_000);
      }
      first.kill();
    }
    try (ServerProcess second = ServerProcess.start(data, settings())) {
      Generation resumed = on(second, stub -> await(stub, id, g -> false));
      Generation calm = on(second, stub -> await(stub, create(stub, STEPS).getId(), g -> false));

      assertThat(resumed.getState()).as("%s", resumed).isEqualTo(State.STATE_SUCCEEDED);
      assertThat(resumed.getArtifacts(0).getSha256()).isEqualTo(calm.getArtifacts(0).getSha256());
      String read = on(second, stub -> sha256(stub, resumed.getArtifacts(0).getName()));
      assertThat(read).isEqualTo(resumed.getArtifacts(0).getSha256());
      assertThat(fromTheStore(second.address(), resumed.getArtifacts(0).getName()))
          .isEqualTo(resumed.getArtifacts(0).getSha256());
    }
    assertThat(Files.readString(data.resolve("langevin.log")))
        .contains("generation " + id + " goes on after evaluation");
    assertThat(blobs("ARTIFACTS", "pictures")).hasSize(2);
    assertThat(blobs("CHECKPOINTS", "checkpoints")).isEmpty();
    assertThat(data.resolve("artifacts")).doesNotExist();
    assertThat(data.resolve("checkpoints")).doesNotExist();
  }

  @Test
  void storeAway_whenAPictureIsToBeStored_costsNoAttempt() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("data"), settings())) {
      s3.kill();
      String id = on(server, stub -> create(stub, 20).getId());
      awaitLog("artifact store s3://langevin-test/pictures can't be reached");
      s3.start();

      Generation done = on(server, stub -> await(stub, id, g -> false));
      assertThat(done.getState()).as("%s", done).isEqualTo(State.STATE_SUCCEEDED);
      assertThat(done.getAttempt()).isEqualTo(1);
      assertThat(done.getFailedAttempts()).isZero();
    }
    assertThat(blobs("ARTIFACTS", "pictures")).hasSize(1);
  }

  private void awaitLog(String text) throws IOException {
    Path log = folder.resolve("data").resolve("langevin.log");
    while (!Files.readString(log).contains(text)) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = s3.variables();
    settings.put("LANGEVIN_ARTIFACTS", "s3://" + S3Server.BUCKET + "/pictures");
    settings.put("LANGEVIN_CHECKPOINTS", "s3://" + S3Server.BUCKET + "/checkpoints");
    settings.put("LANGEVIN_CHECKPOINT_INTERVAL", "100ms");
    settings.put("LANGEVIN_S3_TIMEOUT", "4s");
    settings.put("LANGEVIN_PRESIGNED", "1m");
    return settings;
  }

  private List<Blob> blobs(String key, String place) {
    try (BlobStore store = store(key, place)) {
      return store.list("").stream().filter(blob -> !blob.name().startsWith("batches/")).toList();
    }
  }

  private BlobStore store(String key, String place) {
    Map<String, String> variables = s3.variables();
    variables.put("LANGEVIN_" + key, "s3://" + S3Server.BUCKET + "/" + place);
    return BlobStores.quick(
        "blob", StoreSettings.of(Environment.of(variables), key, Path.of("nowhere")));
  }

  private static Generation create(GenerationServiceBlockingStub stub, int steps) {
    GenerationRequest request =
        GenerationRequest.newBuilder()
            .setPrompt("a red house and a tree")
            .setSampler("dpmpp_2m_sde")
            .setSteps(steps)
            .setSeed(7)
            .build();
    return stub.createGeneration(
            CreateGenerationRequest.newBuilder().setGeneration(request).build())
        .getGeneration();
  }

  /** The generation as soon as it is so, or has ended. */
  private static Generation await(
      GenerationServiceBlockingStub stub, String id, Predicate<Generation> wanted) {
    Iterator<WatchGenerationResponse> events =
        stub.watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    Generation last = Generation.getDefaultInstance();
    while (events.hasNext()) {
      WatchGenerationResponse event = events.next();
      last =
          event.hasGeneration()
              ? event.getGeneration()
              : last.toBuilder().setProgress(event.getProgress()).build();
      if (wanted.test(last)) {
        return last;
      }
    }
    return last;
  }

  /** As a client that is sent there. */
  private String fromTheStore(String gateway, String name) throws Exception {
    URI link = URI.create("http://%s/v1/artifacts/%s?redirect=true".formatted(gateway, name));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<Void> sent =
          http.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.discarding());
      assertThat(sent.statusCode()).isEqualTo(307);
      String there = sent.headers().firstValue("location").orElseThrow();
      assertThat(there).startsWith(s3.endpoint());
      return sha256(
          http.send(
                  HttpRequest.newBuilder(URI.create(there)).build(),
                  HttpResponse.BodyHandlers.ofByteArray())
              .body());
    }
  }

  private static String sha256(GenerationServiceBlockingStub stub, String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    stub.getArtifact(GetArtifactRequest.newBuilder().setName(name).build())
        .forEachRemaining(piece -> bytes.writeBytes(piece.getData().toByteArray()));
    return sha256(bytes.toByteArray());
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private interface Call<T> {
    T with(GenerationServiceBlockingStub stub);
  }

  private static <T> T on(ServerProcess server, Call<T> call) {
    ManagedChannel channel = Channels.open(server.address());
    try {
      return call.with(GenerationServiceGrpc.newBlockingStub(channel));
    } finally {
      Channels.close(channel);
    }
  }
}
