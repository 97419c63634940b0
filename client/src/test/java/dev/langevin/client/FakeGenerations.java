package dev.langevin.client;

import com.google.protobuf.ByteString;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CancelGenerationResponse;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.CreateGenerationResponse;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.DeleteGenerationResponse;
import dev.langevin.v1.Error;
import dev.langevin.v1.FilmStrip;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceImplBase;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetArtifactResponse;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.GetGenerationResponse;
import dev.langevin.v1.InlineImage;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListModelsResponse;
import dev.langevin.v1.Model;
import dev.langevin.v1.Progress;
import dev.langevin.v1.RetryGenerationRequest;
import dev.langevin.v1.RetryGenerationResponse;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server whose pictures are texts. It does what its fields say. */
public final class FakeGenerations extends GenerationServiceImplBase implements AutoCloseable {
  public static final String ID = "g1";

  /** What it was asked. */
  public final List<GenerateRequest> asked = new CopyOnWriteArrayList<>();

  /** What it was asked by those who don't wait. */
  public final List<CreateGenerationRequest> created = new CopyOnWriteArrayList<>();

  public final List<String> cancelled = new CopyOnWriteArrayList<>();
  public final List<String> deleted = new CopyOnWriteArrayList<>();
  public final List<RetryGenerationRequest> retried = new CopyOnWriteArrayList<>();
  public final List<ListGenerationsRequest> listed = new CopyOnWriteArrayList<>();

  /** There is no such generation. */
  public static final String UNKNOWN = "g9";

  /** Why generations failed. */
  public String reason = "MODEL_OUTPUT_NOT_FINITE";

  /** Which call of RetryGeneration, from 1, ends as if the server had gone; 0 for none. */
  public int lostRetry;

  /** How generations end. */
  public Generation.State end = Generation.State.STATE_SUCCEEDED;

  /** What every call answers instead, unless it is null. */
  public Status refusal;

  /** Calls of Generate that end as if the server had gone. */
  public int lost;

  /** Calls of Generate that are refused since the queue is full. */
  public int full;

  /** Calls of WatchGeneration. */
  public final List<String> watched = new CopyOnWriteArrayList<>();

  /** Pictures come with the last message. */
  public boolean inline = true;

  /** Pictures come damaged. */
  public boolean damaged;

  /** If set, a generation runs until it is cancelled; opened when one is running. */
  public CountDownLatch running;

  /** The trace of each generation. */
  public volatile String traceId = "";

  /** What there is to generate with. */
  public final List<Model> models = new CopyOnWriteArrayList<>();

  private final CountDownLatch cancel = new CountDownLatch(1);
  private final Server server;
  private final String address;

  public FakeGenerations() throws IOException {
    this(null);
  }

  /** Over TLS, as the context says; without if it is null. */
  public FakeGenerations(SslContext tls) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)).addService(this);
    server = (tls == null ? builder : builder.sslContext(tls)).build().start();
    address = "127.0.0.1:" + server.getPort();
  }

  public String address() {
    return address;
  }

  public static byte[] picture(int index) {
    return ("picture " + index).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void generate(GenerateRequest request, StreamObserver<GenerateResponse> answers) {
    asked.add(request);
    if (refused(answers)) {
      return;
    }
    if (full > 0) {
      full--;
      answers.onError(FakeAnswers.queueFull());
      return;
    }
    Generation.Builder g = FakeAnswers.generation(request.getGeneration());
    answers.onNext(
        GenerateResponse.newBuilder()
            .setGeneration(g.setState(Generation.State.STATE_QUEUED))
            .build());
    if (lost > 0) {
      lost--;
      answers.onError(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());
      return;
    }
    int steps = g.getRequest().getSteps();
    for (int step = 1; step <= steps; step++) {
      answers.onNext(
          GenerateResponse.newBuilder()
              .setProgress(Progress.newBuilder().setStep(step).setSteps(steps))
              .build());
    }
    Generation.State state = end;
    if (running != null) {
      running.countDown();
      awaitCancel();
      if (server.isShutdown()) {
        answers.onError(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());
        return;
      }
      state = Generation.State.STATE_CANCELLED;
    }
    GenerateResponse.Builder last = GenerateResponse.newBuilder();
    g.setState(state);
    if (state == Generation.State.STATE_FAILED) {
      g.getErrorBuilder().setReason(reason).setMessage("NaN at step 3");
    }
    if (state == Generation.State.STATE_FILTERED) {
      g.addFilteredImages(0)
          .getErrorBuilder()
          .setReason("PICTURE_FILTERED")
          .setMessage("the checker flagged image 0 of 1");
    }
    if (state == Generation.State.STATE_SUCCEEDED) {
      for (int i = 0; i < Math.max(1, g.getRequest().getCount()); i++) {
        g.addArtifacts(FakeAnswers.artifact(i));
        if (inline) {
          last.addImages(
              InlineImage.newBuilder()
                  .setName(FakeAnswers.artifact(i).getName())
                  .setData(ByteString.copyFrom(bytes(i))));
        }
      }
    }
    if (state == Generation.State.STATE_SUCCEEDED && g.getRequest().getPreviews().getFilmStrip()) {
      g.setFilmStrip(
          FilmStrip.newBuilder().setArtifact(FakeAnswers.artifact(g.getArtifactsCount())));
    }
    answers.onNext(last.setGeneration(g).build());
    answers.onCompleted();
  }

  @Override
  public void createGeneration(
      CreateGenerationRequest request, StreamObserver<CreateGenerationResponse> answers) {
    created.add(request);
    if (refused(answers)) {
      return;
    }
    if (full > 0) {
      full--;
      answers.onError(FakeAnswers.queueFull());
      return;
    }
    if (lost > 0) {
      lost--;
      answers.onError(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());
      return;
    }
    answers.onNext(
        CreateGenerationResponse.newBuilder()
            .setGeneration(
                FakeAnswers.generation(request.getGeneration())
                    .setState(Generation.State.STATE_QUEUED))
            .build());
    answers.onCompleted();
  }

  @Override
  public void watchGeneration(
      WatchGenerationRequest request, StreamObserver<WatchGenerationResponse> answers) {
    watched.add(request.getId());
    Generation.Builder g = FakeAnswers.generation(GenerationRequest.getDefaultInstance());
    Generation.State state = lost > 0 || running != null ? Generation.State.STATE_RUNNING : end;
    if (state == Generation.State.STATE_FILTERED) {
      g.addFilteredImages(0)
          .getErrorBuilder()
          .setReason("PICTURE_FILTERED")
          .setMessage("the checker flagged image 0 of 1");
    }
    if (state == Generation.State.STATE_SUCCEEDED) {
      g.addArtifacts(FakeAnswers.artifact(0));
    } else if (state == Generation.State.STATE_FAILED) {
      g.getErrorBuilder().setReason(reason).setMessage("NaN at step 3");
    }
    answers.onNext(WatchGenerationResponse.newBuilder().setGeneration(g.setState(state)).build());
    answers.onNext(
        WatchGenerationResponse.newBuilder()
            .setProgress(Progress.newBuilder().setStep(7).setSteps(20))
            .build());
    if (running != null) {
      running.countDown();
      awaitCancel();
      answers.onNext(
          WatchGenerationResponse.newBuilder()
              .setGeneration(g.setState(Generation.State.STATE_CANCELLED))
              .build());
      answers.onCompleted();
    } else if (lost > 0) {
      lost--;
      answers.onError(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());
    } else {
      answers.onCompleted();
    }
  }

  @Override
  public void getArtifact(GetArtifactRequest request, StreamObserver<GetArtifactResponse> answers) {
    int index = request.getName().charAt(ID.length() + 1) - '0';
    for (byte b : bytes(index)) {
      answers.onNext(
          GetArtifactResponse.newBuilder().setData(ByteString.copyFrom(new byte[] {b})).build());
    }
    answers.onCompleted();
  }

  @Override
  public void getGeneration(
      GetGenerationRequest request, StreamObserver<GetGenerationResponse> answers) {
    if (refused(answers) || unknown(request.getId(), answers)) {
      return;
    }
    Generation.Builder g =
        FakeAnswers.generation(GenerationRequest.newBuilder().setPrompt("a boat").build())
            .setState(end)
            .setAttempt(3)
            .setFailedAttempts(2)
            .setOrigin("g0")
            .setTraceId(traceId)
            .addArtifacts(FakeAnswers.artifact(0));
    if (end == Generation.State.STATE_FAILED) {
      g.getErrorBuilder().setReason(reason);
    }
    answers.onNext(GetGenerationResponse.newBuilder().setGeneration(g).build());
    answers.onCompleted();
  }

  @Override
  public void listGenerations(
      ListGenerationsRequest request, StreamObserver<ListGenerationsResponse> answers) {
    if (refused(answers)) {
      return;
    }
    listed.add(request);
    // Three pages of two.
    int page = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    ListGenerationsResponse.Builder answer = ListGenerationsResponse.newBuilder();
    for (int i = 0; i < Math.min(2, request.getPageSize()); i++) {
      answer.addGenerations(
          FakeAnswers.generation(
                  GenerationRequest.newBuilder().setPrompt("boat " + (2 * page + i)).build())
              .setState(end)
              .setAttempt(5)
              .setError(Error.newBuilder().setReason(reason)));
    }
    answers.onNext(answer.setNextPageToken(page < 2 ? Integer.toString(page + 1) : "").build());
    answers.onCompleted();
  }

  @Override
  public void cancelGeneration(
      CancelGenerationRequest request, StreamObserver<CancelGenerationResponse> answers) {
    if (!refused(answers)) {
      cancelled.add(request.getId());
      cancel.countDown();
      answers.onNext(
          CancelGenerationResponse.newBuilder()
              .setGeneration(Generation.newBuilder().setId(request.getId()))
              .build());
      answers.onCompleted();
    }
  }

  @Override
  public void deleteGeneration(
      DeleteGenerationRequest request, StreamObserver<DeleteGenerationResponse> answers) {
    if (!refused(answers) && !unknown(request.getId(), answers)) {
      deleted.add(request.getId());
      answers.onNext(
          DeleteGenerationResponse.newBuilder()
              .setGeneration(Generation.newBuilder().setId(request.getId()))
              .build());
      answers.onCompleted();
    }
  }

  @Override
  public void retryGeneration(
      RetryGenerationRequest request, StreamObserver<RetryGenerationResponse> answers) {
    if (refused(answers) || unknown(request.getId(), answers)) {
      return;
    }
    retried.add(request);
    if (retried.size() == lostRetry) {
      answers.onError(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());
      return;
    }
    answers.onNext(
        RetryGenerationResponse.newBuilder()
            .setGeneration(Generation.newBuilder().setId("new-" + request.getId()))
            .build());
    answers.onCompleted();
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> answers) {
    answers.onNext(ListModelsResponse.newBuilder().addAllModels(models).build());
    answers.onCompleted();
  }

  private boolean refused(StreamObserver<?> answers) {
    if (refusal != null) {
      answers.onError(refusal.asRuntimeException());
    }
    return refusal != null;
  }

  private static boolean unknown(String id, StreamObserver<?> answers) {
    boolean unknown = id.equals(UNKNOWN);
    if (unknown) {
      answers.onError(
          Status.NOT_FOUND.withDescription("id: " + id + " was deleted").asRuntimeException());
    }
    return unknown;
  }

  private void awaitCancel() {
    try {
      cancel.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] bytes(int index) {
    return damaged ? "nonsense".getBytes(StandardCharsets.UTF_8) : picture(index);
  }

  @Override
  public void close() {
    server.shutdown();
    cancel.countDown();
    server.shutdownNow();
  }
}
