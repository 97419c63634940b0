package dev.langevin.bench.chaos.load;

import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Priority;
import java.util.List;
import java.util.Random;

/**
 * One job of the load.
 *
 * @param requestId its request_id
 * @param recipe which request of the catalogue
 * @param intent what its client wants of it
 * @param priority which queue it waits in
 * @param gateway where its client begins, 0 or 1
 * @param both whether it is watched at both gateways
 * @param deadlineMillis its deadline; 0 for the default
 * @param film whether previews are made and kept, which must not change its pictures
 */
public record Order(
    String requestId,
    int recipe,
    Intent intent,
    Priority priority,
    int gateway,
    boolean both,
    long deadlineMillis,
    boolean film) {
  private static final int SHORTEST_DEADLINE = 1500;
  private static final int LONGEST_DEADLINE = 8000;

  /** Every third. */
  private static final int BOTH = 3;

  private static final int FILM = 4;

  /** A random one. */
  static Order draw(Random random, String requestId, int recipes, Priority priority) {
    Intent intent = Intent.of(random.nextInt(100));
    return new Order(
        requestId,
        random.nextInt(recipes),
        intent,
        priority,
        random.nextInt(2),
        random.nextInt(BOTH) == 0,
        intent == Intent.DEADLINE ? random.nextInt(SHORTEST_DEADLINE, LONGEST_DEADLINE) : 0,
        random.nextInt(FILM) == 0);
  }

  /** The call that creates it. */
  CreateGenerationRequest create(List<GenerationRequest> catalogue) {
    GenerationRequest.Builder request = catalogue.get(recipe).toBuilder().setPriority(priority);
    if (deadlineMillis > 0) {
      request.getDeadlineBuilder().setSeconds(deadlineMillis / 1000);
      request.getDeadlineBuilder().setNanos((int) (deadlineMillis % 1000) * 1_000_000);
    }
    if (film) {
      request.getPreviewsBuilder().setFilmStrip(true);
    }
    return CreateGenerationRequest.newBuilder()
        .setRequestId(requestId)
        .setGeneration(request)
        .build();
  }
}
