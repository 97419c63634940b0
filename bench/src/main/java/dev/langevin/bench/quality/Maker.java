package dev.langevin.bench.quality;

import com.google.gson.JsonObject;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.Priority;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes a cell's pictures.
 *
 * @param model name@version
 */
record Maker(ManagedChannel channel, String model) {
  private static final int AT_ONCE = 16;
  private static final String MANIFEST = "manifest.jsonl";

  /**
   * The pictures, and at last the list of them.
   *
   * @return false if they were there
   */
  boolean make(Cell cell, List<JsonObject> rows, Path folder)
      throws IOException, InterruptedException {
    if (Files.exists(folder.resolve(MANIFEST))) {
      return false;
    }
    Files.createDirectories(folder);
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Path>> pending = new ArrayList<>();
      for (JsonObject row : rows) {
        pending.add(threads.submit(() -> make(cell, row, folder)));
      }
      for (Future<Path> one : pending) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(cell.folder() + ": " + e.getCause().getMessage(), e);
    }
    Files.write(folder.resolve(MANIFEST), rows.stream().map(JsonObject::toString).toList());
    return true;
  }

  private Path make(Cell cell, JsonObject row, Path folder) throws IOException {
    GenerationRequest request =
        GenerationRequest.newBuilder()
            .setModel(model)
            .setPrompt(row.get("prompt").getAsString())
            .setSeed(row.get("seed").getAsInt())
            .setSampler(cell.sampler())
            .setSteps(cell.steps())
            .setPriority(Priority.PRIORITY_INTERACTIVE)
            .build();
    Iterator<GenerateResponse> answers =
        GenerationServiceGrpc.newBlockingStub(channel)
            .generate(GenerateRequest.newBuilder().setGeneration(request).build());
    GenerateResponse last = answers.next();
    while (answers.hasNext()) {
      last = answers.next();
    }
    if (last.getGeneration().getState() != Generation.State.STATE_SUCCEEDED) {
      throw new IOException(last.getGeneration().getError().getMessage());
    }
    Path file = folder.resolve(row.get("file").getAsString());
    return Files.write(file, last.getImages(0).getData().toByteArray());
  }
}
