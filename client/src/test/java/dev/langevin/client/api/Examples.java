package dev.langevin.client.api;

import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The code of docs/clients.md, so that it compiles and runs. */
final class Examples {
  private Examples() {}

  static void one(String gateway, Path file) throws IOException {
    try (LangevinClient client = LangevinClient.connect(gateway)) {
      GenerationRequest request =
          GenerationRequest.newBuilder()
              .setPrompt("a red sailboat at sunset with mountains")
              .setSteps(20)
              .setSeed(7)
              .build();
      client.generate(request).getFirst().writeTo(file);
    }
  }

  static void many(LangevinClient client, List<GenerationRequest> requests, Path folder) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (GenerationRequest request : requests) {
        threads.submit(
            () -> {
              Job job = client.submit(request);
              Picture picture = job.pictures().getFirst();
              return picture.writeTo(folder.resolve(job.id() + ".png"));
            });
      }
    }
  }

  static LangevinClient safe(Path authority) {
    return LangevinClient.builder()
        .gateway("https://pictures.example:8470")
        .gateway("https://pictures.example:8471")
        .authority(authority)
        .build();
  }

  static CompletableFuture<Generation> later(LangevinClient client, GenerationRequest request) {
    Job job = client.submit(request, "order-4711");
    CompletableFuture<Generation> end = job.end();
    return end.whenComplete(
        (generation, failure) -> System.out.println(failure == null ? generation : failure));
  }
}
