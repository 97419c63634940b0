package dev.langevin.client.api;

import com.google.protobuf.ByteString;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetArtifactResponse;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.Progress;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One generation, wherever it runs. Thread-safe; it holds no connection of its own. */
public final class Job {
  private final Gateways gateways;
  private final Duration deadline;
  private final String id;

  Job(Gateways gateways, Duration deadline, String id) {
    this.gateways = gateways;
    this.deadline = deadline;
    this.id = id;
  }

  /** The generation's id, good for {@link LangevinClient#job} in another process. */
  public String id() {
    return id;
  }

  /** As it stands. */
  public Generation now() {
    GetGenerationRequest request = GetGenerationRequest.newBuilder().setId(id).build();
    return gateways.call((stub, answered) -> soon(stub).getGeneration(request)).getGeneration();
  }

  /** Waits for its end, whichever that is. */
  public Generation await() {
    return await(progress -> {});
  }

  /** The same, telling how far it is; by this thread, now and then, some steps at a time. */
  public Generation await(Consumer<Progress> progress) {
    return gateways.call((stub, answered) -> follow(stub, answered, progress));
  }

  /**
   * Waits for its end, but not longer than this; the job goes on.
   *
   * @throws TimeoutException if it has not ended by then
   */
  public Generation await(Duration patience) throws TimeoutException {
    long end = System.nanoTime() + patience.toNanos();
    try {
      return gateways.call(
          (stub, answered) ->
              follow(
                  stub.withDeadlineAfter(end - System.nanoTime(), TimeUnit.NANOSECONDS),
                  answered,
                  progress -> {}));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
        TimeoutException late =
            new TimeoutException("generation %s has not ended in %s".formatted(id, patience));
        late.initCause(e);
        throw late;
      }
      throw e;
    }
  }

  /**
   * Its end as a future, completed by a virtual thread that waits for it; cancelling the future
   * cancels nothing but the wait.
   */
  public CompletableFuture<Generation> end() {
    CompletableFuture<Generation> end = new CompletableFuture<>();
    Thread waiting =
        Thread.ofVirtual()
            .name("langevin-" + id)
            .start(
                () -> {
                  try {
                    end.complete(await());
                  } catch (RuntimeException | Error e) {
                    end.completeExceptionally(e);
                  }
                });
    end.whenComplete((generation, failure) -> waiting.interrupt());
    return end;
  }

  /**
   * Waits for its pictures, in the order of their index.
   *
   * @throws GenerationFailedException if it ends without
   */
  public List<Picture> pictures() {
    Generation ended = await();
    if (ended.getState() != State.STATE_SUCCEEDED) {
      throw new GenerationFailedException(ended);
    }
    List<Picture> pictures = new ArrayList<>();
    for (Artifact artifact : ended.getArtifactsList()) {
      pictures.add(new Picture(artifact, gateways.call((stub, answered) -> fetch(stub, artifact))));
    }
    return pictures;
  }

  /** Cancels it; one that is cancelled already stays so. FAILED_PRECONDITION if it has ended. */
  public Generation cancel() {
    CancelGenerationRequest request = CancelGenerationRequest.newBuilder().setId(id).build();
    return gateways.call((stub, answered) -> soon(stub).cancelGeneration(request)).getGeneration();
  }

  /** Deletes it and its pictures. FAILED_PRECONDITION if it has not ended. */
  public void delete() {
    DeleteGenerationRequest request = DeleteGenerationRequest.newBuilder().setId(id).build();
    gateways.call((stub, answered) -> soon(stub).deleteGeneration(request));
  }

  private Generation follow(
      GenerationServiceBlockingStub stub, Runnable answered, Consumer<Progress> progress) {
    Iterator<WatchGenerationResponse> events =
        stub.watchGeneration(WatchGenerationRequest.newBuilder().setId(id).build());
    Generation last = Generation.getDefaultInstance();
    while (events.hasNext()) {
      WatchGenerationResponse event = events.next();
      answered.run();
      switch (event.getEventCase()) {
        case GENERATION -> last = event.getGeneration();
        case PROGRESS -> progress.accept(event.getProgress());
        case EVENT_NOT_SET -> {} // of a newer server
      }
    }
    if (!ended(last.getState())) {
      throw Status.UNAVAILABLE
          .withDescription("the stream of %s ended before the job did".formatted(id))
          .asRuntimeException();
    }
    return last;
  }

  private ByteString fetch(GenerationServiceBlockingStub stub, Artifact artifact) {
    Iterator<GetArtifactResponse> pieces =
        stub.getArtifact(GetArtifactRequest.newBuilder().setName(artifact.getName()).build());
    ByteString data = ByteString.EMPTY;
    while (pieces.hasNext()) {
      data = data.concat(pieces.next().getData());
    }
    if (!digest(data).equals(artifact.getSha256())) {
      throw Status.DATA_LOSS
          .withDescription("%s came with other bytes".formatted(artifact.getName()))
          .asRuntimeException();
    }
    return data;
  }

  private GenerationServiceBlockingStub soon(GenerationServiceBlockingStub stub) {
    return stub.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean ended(State state) {
    return switch (state) {
      case STATE_SUCCEEDED, STATE_FAILED, STATE_CANCELLED, STATE_FILTERED -> true;
      case STATE_QUEUED, STATE_RUNNING, STATE_UNSPECIFIED, UNRECOGNIZED -> false;
    };
  }

  private static String digest(ByteString data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(data.asReadOnlyByteBuffer());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
