package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.langevin.client.local.LocalServer;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.Model;
import dev.langevin.v1.Size;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that come, are replaced, and go under a running system. */
class ModelsIT {
  private static final Path TINY = Command.checkedOutModels().resolve("tiny");
  private static final int MANY_STEPS = 600;

  @TempDir Path data;
  @TempDir Path models;
  private GenerationServiceBlockingStub stub;

  @Test
  void models_thatComeAndGo_leaveRunningJobsAlone() throws IOException {
    copy("sd1", "boats");
    try (AllInOne system = AllInOne.start(new LocalServer.Settings(data, models, 0), stage -> {})) {
      ManagedChannel channel = Channels.open(system.address());
      try {
        stub = GenerationServiceGrpc.newBlockingStub(channel);
        Generation before = ended(create("boats", 8));
        assertThat(before.getRequest().getModel()).isEqualTo("boats@1");

        copy("sd2", "boats@2");
        copy("sd1", "broken");
        Files.write(models.resolve("broken/unet/model.onnx"), new byte[] {0x3a, 9});
        List<Model> now = refreshed();
        assertThat(now).extracting(Model::getVersion).contains("1", "2");
        assertThat(now).extracting(Model::getProblem).anyMatch(why -> why.contains("cut short"));
        assertThat(ended(create("boats", 8)).getRequest().getModel()).isEqualTo("boats@2");

        Generation running = create("boats@1", MANY_STEPS);
        awaitRunning(running);
        delete(models.resolve("boats"));
        assertThat(refreshed()).extracting(Model::getVersion).doesNotContain("1");
        assertThatThrownBy(() -> create("boats@1", 8)).hasMessageContaining("boats@2");

        Generation succeeded = ended(running);
        assertThat(succeeded.getState()).as("%s", succeeded).isEqualTo(State.STATE_SUCCEEDED);
        assertThat(succeeded.getModelDigest()).isEqualTo(before.getModelDigest());
        assertThat(succeeded.getWarningsList()).isEmpty();
      } finally {
        Channels.close(channel);
      }
    }
  }

  @Test
  void models_thatOneServiceFindsBroken_areReportedAndRefusedAlone() throws IOException {
    copy("sd1", "boats");
    try (AllInOne system = AllInOne.start(new LocalServer.Settings(data, models, 0), stage -> {})) {
      ManagedChannel channel = Channels.open(system.address());
      try {
        stub = GenerationServiceGrpc.newBlockingStub(channel);
        copy("sd1", "mute");
        Files.writeString(models.resolve("mute/tokenizer/vocab.json"), "{\"a\": \"b\"}");
        copy("sd1", "blind");
        Files.writeString(
            models.resolve("blind/vae_decoder/config.json"), "{\"scaling_factor\": \"abc\"}");

        assertThat(refreshed())
            .extracting(Model::getName, model -> model.getProblem().isEmpty())
            .containsExactlyInAnyOrder(
                tuple("boats", true), tuple("mute", false), tuple("blind", false));
        assertThat(problem("mute")).startsWith("text encoder in-process:").contains("vocab.json");
        assertThat(problem("blind")).startsWith("decoder in-process:").contains("scaling_factor");
        for (String broken : List.of("mute", "blind")) {
          assertThatThrownBy(() -> create(broken, 8))
              .hasMessageStartingWith("UNAVAILABLE: ")
              .hasMessageContaining(problem(broken));
        }
        assertThat(ended(create("boats", 8)).getState()).isEqualTo(State.STATE_SUCCEEDED);

        copy("sd1", "mute");
        assertThat(refreshed()).extracting(Model::getName).contains("mute");
        assertThat(problem("mute")).isEmpty();
        assertThat(ended(create("mute", 8)).getState()).isEqualTo(State.STATE_SUCCEEDED);
      } finally {
        Channels.close(channel);
      }
    }
  }

  private String problem(String model) {
    return stub.listModels(ListModelsRequest.getDefaultInstance()).getModelsList().stream()
        .filter(each -> each.getName().equals(model))
        .findFirst()
        .orElseThrow()
        .getProblem();
  }

  private Generation create(String model, int steps) {
    GenerationRequest request =
        GenerationRequest.newBuilder()
            .setModel(model)
            .setPrompt("a red boat")
            .setSteps(steps)
            .setSize(Size.newBuilder().setWidth(64).setHeight(64))
            .build();
    return stub.createGeneration(
            CreateGenerationRequest.newBuilder().setGeneration(request).build())
        .getGeneration();
  }

  private Generation ended(Generation generation) {
    Generation last = generation;
    Iterator<WatchGenerationResponse> events = watch(generation);
    while (events.hasNext()) {
      WatchGenerationResponse event = events.next();
      last = event.hasGeneration() ? event.getGeneration() : last;
    }
    return last;
  }

  private void awaitRunning(Generation generation) {
    Iterator<WatchGenerationResponse> events = watch(generation);
    while (events.hasNext() && events.next().getProgress().getEvaluation() < 2) {}
  }

  private Iterator<WatchGenerationResponse> watch(Generation generation) {
    return stub.watchGeneration(
        WatchGenerationRequest.newBuilder().setId(generation.getId()).build());
  }

  private List<Model> refreshed() {
    return stub.listModels(ListModelsRequest.newBuilder().setRefresh(true).build()).getModelsList();
  }

  private void copy(String model, String directory) throws IOException {
    Path from = TINY.resolve(model);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = models.resolve(directory).resolve(from.relativize(file).toString());
        if (!Files.isDirectory(to)) {
          Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
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
