package dev.langevin.denoiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.Opened;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse.MessageCase;
import dev.langevin.v1.Model;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that come, go, and take turns while the service runs. */
class ModelsIT {
  /** The networks of the tests are of 6.1 kB each, with their configuration. */
  private static final String ROOM_FOR_ONE = "10000";

  @TempDir Path data;
  @TempDir Path models;

  @BeforeEach
  void twoModels() throws IOException {
    copy("perrow", "perrow");
    copy("integer", "integer");
  }

  @Test
  void open_ofAModelThatIsNotLoaded_loadsItInPlaceOfAnother() {
    try (Fixture fixture = start(Map.of("LANGEVIN_MODEL_MEMORY", ROOM_FOR_ONE))) {
      assertThat(described(fixture, false)).extracting(m -> m.getDigest().isEmpty()).contains(true);
      for (String model : List.of("perrow", "integer", "perrow")) {
        Peer peer = fixture.open(model);
        assertThat(peer.step(Peer.guided(1, 1, 1).build()).outputs()).hasSize(2);
        peer.complete();
      }
    }
  }

  @Test
  void describe_afterAScanThatFails_answersWithTheError() throws IOException {
    try (Fixture fixture = start(Map.of())) {
      delete(models);
      assertThatThrownBy(() -> described(fixture, true))
          .hasMessageStartingWith("INTERNAL: ")
          .hasMessageContaining(models.toString());
      assertThat(described(fixture, false)).hasSize(2);
    }
  }

  @Test
  void open_whileAnotherIsInUse_isRefusedByTheLimitsName() {
    try (Fixture fixture = start(Map.of("LANGEVIN_MODEL_MEMORY", ROOM_FOR_ONE))) {
      Peer inUse = fixture.open("perrow");
      Status refused = Peer.connect(fixture.channel()).open("integer", 1).failure().getStatus();
      assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.getDescription()).contains("LANGEVIN_MODEL_MEMORY", "perrow@1.0");
      assertThat(inUse.step(Peer.guided(1, 1, 1).build()).outputs()).hasSize(2);
    }
  }

  @Test
  void describe_withAScan_findsNewModels() throws IOException {
    try (Fixture fixture = start(Map.of())) {
      copy("scalar", "scalar");
      assertThat(described(fixture, false)).hasSize(2);
      assertThat(described(fixture, true)).extracting(Model::getName).contains("scalar");
      Peer.connect(fixture.channel()).open("scalar@1.0", 1).expect(MessageCase.OPENED);
    }
  }

  @Test
  void open_ofAModelThatHasJustCome_findsIt() throws Exception {
    try (Fixture fixture = start(Map.of())) {
      copy("scalar", "scalar");
      Thread.sleep(1100); // a scan is as good as new for a second
      Peer.connect(fixture.channel()).open("scalar", 1).expect(MessageCase.OPENED);
    }
  }

  @Test
  void scan_ofADirectoryThatIsGone_leavesRunningStreamsAlone() throws IOException {
    try (Fixture fixture = start(Map.of())) {
      Peer running = fixture.open("perrow");
      Opened opened =
          Peer.connect(fixture.channel()).open("perrow", 1).expect(MessageCase.OPENED).getOpened();
      delete(models.resolve("perrow"));
      assertThat(described(fixture, true)).extracting(Model::getName).containsExactly("integer");

      assertThat(running.step(Peer.guided(1, 1, 1).build()).outputs()).hasSize(2);
      Status refused = Peer.connect(fixture.channel()).open("perrow", 1).failure().getStatus();
      assertThat(refused.getCode()).isEqualTo(Status.Code.NOT_FOUND);
      Open.Builder again =
          Open.newBuilder()
              .setModel("perrow@1.0")
              .setConditionings(1)
              .setModelDigest(opened.getModelDigest());
      Peer.connect(fixture.channel())
          .send(PredictRequest.newBuilder().setOpen(again).build())
          .expect(MessageCase.OPENED);
    }
  }

  private Fixture start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("LANGEVIN_MODELS", models.toString());
    settings.put("LANGEVIN_MODEL_SCAN", "0s");
    return Fixture.start(data, settings);
  }

  private static List<Model> described(Fixture fixture, boolean scan) {
    return DenoiserServiceGrpc.newBlockingStub(fixture.channel())
        .describe(DescribeRequest.newBuilder().setScan(scan).build())
        .getModelsList()
        .stream()
        .map(description -> description.getModel())
        .toList();
  }

  private void copy(String model, String directory) throws IOException {
    Path from = Fixture.models().resolve(model);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, models.resolve(directory).resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
