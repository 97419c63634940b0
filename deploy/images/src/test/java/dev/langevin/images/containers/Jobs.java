package dev.langevin.images.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.GetGenerationRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Jobs at a gateway, the same ones as often as one likes, and their pictures' digests. */
final class Jobs implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration CALL = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final List<String> SAMPLERS = List.of("ddim", "euler_a", "dpmpp_2m_sde", "heun");

  private final ManagedChannel channel;
  private final GenerationServiceBlockingStub stub;

  /** Jobs at a gateway that anybody may call. */
  Jobs(String gateway) {
    this(Channels.open(gateway));
  }

  /** Jobs over a channel, which is closed with it. */
  Jobs(ManagedChannel channel) {
    this.channel = channel;
    stub = GenerationServiceGrpc.newBlockingStub(channel).withWaitForReady();
  }

  /** Ids of so many new jobs: the nth is the same request at each call. */
  List<String> create(int count, int steps) {
    return IntStream.range(0, count).mapToObj(i -> submit(i, steps)).toList();
  }

  /** Digests of the pictures, once all have ended well. */
  List<String> pictures(List<String> ids) {
    List<String> pictures = new ArrayList<>();
    for (String id : ids) {
      Generation generation = await(id, g -> g.hasEndTime());
      assertThat(generation.getState()).as("%s", generation).isEqualTo(State.STATE_SUCCEEDED);
      pictures.add(generation.getArtifacts(0).getSha256());
    }
    return pictures;
  }

  /** How many attempts each took or takes. */
  List<Integer> attempts(List<String> ids) {
    return ids.stream().map(id -> patiently(() -> get(id)).getAttempt()).toList();
  }

  /** Whether any of these has ended. */
  boolean ended(List<String> ids) {
    return ids.stream().anyMatch(id -> patiently(() -> get(id)).hasEndTime());
  }

  /** Waits until a job is in the midst of its steps. */
  void awaitMidst(String id) {
    Generation generation = await(id, g -> g.hasEndTime() || g.getProgress().getStep() >= 2);
    assertThat(generation.hasEndTime()).as("ended before the fault: %s", generation).isFalse();
  }

  /** Waits until the whole system takes and does jobs. */
  void awaitReady() {
    pictures(create(1, 1));
  }

  @Override
  public void close() {
    Channels.close(channel);
  }

  private GenerationServiceBlockingStub calls() {
    return stub.withDeadlineAfter(CALL);
  }

  private String submit(int n, int steps) {
    GenerationRequest request =
        GenerationRequest.newBuilder()
            .setPrompt("a red house and a tree")
            .setSampler(SAMPLERS.get(n % SAMPLERS.size()))
            .setSteps(steps)
            .setSeed(n)
            .build();
    CreateGenerationRequest create =
        CreateGenerationRequest.newBuilder()
            .setGeneration(request)
            .setRequestId(UUID.randomUUID().toString())
            .build();
    return patiently(() -> calls().createGeneration(create).getGeneration().getId());
  }

  /** As clients do: what is not to be had for the moment is asked for again. */
  private static <T> T patiently(Supplier<T> call) {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode())
            .isIn(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
        assertThat(Instant.now()).as("still %s", e.getStatus()).isBefore(end);
        LockSupport.parkNanos(POLL.toNanos());
      }
    }
  }

  private Generation get(String id) {
    return calls()
        .getGeneration(GetGenerationRequest.newBuilder().setId(id).build())
        .getGeneration();
  }

  private Generation await(String id, Predicate<Generation> condition) {
    Instant end = Instant.now().plus(PATIENCE);
    Generation last = Generation.getDefaultInstance();
    while (Instant.now().isBefore(end)) {
      last = patiently(() -> get(id));
      if (condition.test(last)) {
        return last;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new AssertionError("waited too long for " + last);
  }
}
