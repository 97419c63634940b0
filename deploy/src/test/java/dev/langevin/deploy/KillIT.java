package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything dies at once, in the midst of work. */
class KillIT {
  private static final int JOBS = 50;
  private static final int DISTINCT = 20;
  private static final List<String> SAMPLERS =
      List.of("dpmpp_2m_sde", "ddim", "euler_a", "heun", "unipc");

  @TempDir Path data;

  @Test
  void kill_inTheMidstOfFiftyJobs_allEndWithTheSamePictures() throws Exception {
    List<String> ids = new ArrayList<>();
    try (ServerProcess first = ServerProcess.start(data)) {
      ManagedChannel channel = Channels.open(first.address());
      try {
        var stub = GenerationServiceGrpc.newBlockingStub(channel);
        for (int i = 0; i < JOBS; i++) {
          ids.add(create(stub, i));
        }
        assertThat(ended(stub, ids.get(4)).getState()).isEqualTo(State.STATE_SUCCEEDED);
        first.kill();
      } finally {
        Channels.close(channel);
      }
    }
    try (ServerProcess second = ServerProcess.start(data)) {
      ManagedChannel channel = Channels.open(second.address());
      try {
        var stub = GenerationServiceGrpc.newBlockingStub(channel);
        assertThat(stub.listGenerations(ListGenerationsRequest.getDefaultInstance()))
            .satisfies(page -> assertThat(page.getGenerationsCount()).isEqualTo(JOBS))
            .satisfies(
                page ->
                    assertThat(page.getGenerationsList())
                        .as("the first server was killed before the last job ended")
                        .anyMatch(g -> g.getState() != State.STATE_SUCCEEDED));
        List<String> pictures = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
          pictures.add(picture(stub, ids.get(i)));
        }
        for (int i = DISTINCT; i < JOBS; i++) {
          assertThat(pictures.get(i)).as("job %d", i).isEqualTo(pictures.get(i % DISTINCT));
        }
        for (int i = 0; i < DISTINCT; i++) {
          assertThat(picture(stub, create(stub, i))).as("again %d", i).isEqualTo(pictures.get(i));
        }
      } finally {
        Channels.close(channel);
      }
      assertThat(files("artifacts")).hasSize(JOBS + DISTINCT);
      assertThat(files("checkpoints")).isEmpty();
    }
  }

  private List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !isIncoming(file) && !file.startsWith(data.resolve("artifacts/batches")))
          .toList();
    }
  }

  /** What was being written when the server died is no artifact; it is swept when it is old. */
  private static boolean isIncoming(Path file) {
    return file.getParent().endsWith(".incoming");
  }

  private static String create(GenerationServiceBlockingStub stub, int i) {
    int n = i % DISTINCT;
    GenerationRequest request =
        GenerationRequest.newBuilder()
            .setPrompt("a red house and a tree")
            .setSampler(SAMPLERS.get(n % SAMPLERS.size()))
            .setSteps(6 + n)
            .setGuidanceScale(n % 3 + 1)
            .setSeed(n)
            .build();
    return stub.createGeneration(
            CreateGenerationRequest.newBuilder().setGeneration(request).build())
        .getGeneration()
        .getId();
  }

  private static String picture(GenerationServiceBlockingStub stub, String id) {
    Generation generation = ended(stub, id);
    assertThat(generation.getState()).as("%s", generation).isEqualTo(State.STATE_SUCCEEDED);
    return generation.getArtifacts(0).getSha256();
  }

  private static Generation ended(GenerationServiceBlockingStub stub, String id) {
    Iterator<WatchGenerationResponse> events =
        stub.watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    Generation last = Generation.getDefaultInstance();
    while (events.hasNext()) {
      WatchGenerationResponse event = events.next();
      last = event.hasGeneration() ? event.getGeneration() : last;
    }
    return last;
  }
}
