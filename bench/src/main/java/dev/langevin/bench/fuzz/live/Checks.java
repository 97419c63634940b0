package dev.langevin.bench.fuzz.live;

import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.Load;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.PredictResponse;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import dev.langevin.v1.Priority;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * That a fleet does its work as if nothing had been: it makes a picture, and the denoiser still has
 * room for as many streams, and as much conditioning, as its limits say.
 */
final class Checks implements AutoCloseable {
  private static final int SECONDS = 60;

  /** Of two conditionings each, they take nine tenths of what the denoiser may hold. */
  private static final int STREAMS = 48;

  private final ManagedChannel gateway;
  private final ManagedChannel encoder;
  private final ManagedChannel denoiser;

  Checks(Fleet fleet) {
    gateway = Channels.open(fleet.gateway());
    encoder = Channels.open(fleet.encoder());
    denoiser = Channels.open(fleet.denoiser());
  }

  /** Encodes a prompt and the empty one. */
  List<Encoding> encodings() {
    return TextEncoderServiceGrpc.newBlockingStub(encoder)
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
        .encode(
            EncodeRequest.newBuilder()
                .setModel(Fleet.MODEL)
                .addPrompts("a cat")
                .addPrompts("")
                .build())
        .getEncodingsList();
  }

  void run() throws Exception {
    cancelAll();
    picture(Priority.PRIORITY_INTERACTIVE);
    picture(Priority.PRIORITY_BATCH); // its slots are others
    requireIdle();
    streams();
    requireIdle();
  }

  /** Jobs that were accepted on the way are not waited for. */
  private void cancelAll() {
    GenerationServiceBlockingStub stub = gateway();
    ListGenerationsRequest.Builder request = ListGenerationsRequest.newBuilder().setPageSize(100);
    request.addStates(Generation.State.STATE_QUEUED).addStates(Generation.State.STATE_RUNNING);
    do {
      ListGenerationsResponse page = stub.listGenerations(request.build());
      for (Generation generation : page.getGenerationsList()) {
        try {
          stub.cancelGeneration(
              CancelGenerationRequest.newBuilder().setId(generation.getId()).build());
        } catch (StatusRuntimeException e) {
          if (e.getStatus().getCode() != io.grpc.Status.Code.FAILED_PRECONDITION) {
            throw e; // it ended by itself
          }
        }
      }
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
  }

  private GenerationServiceBlockingStub gateway() {
    return GenerationServiceGrpc.newBlockingStub(gateway)
        .withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  private void picture(Priority priority) {
    Iterator<GenerateResponse> answers =
        gateway()
            .generate(
                GenerateRequest.newBuilder()
                    .setGeneration(Requests.generation().toBuilder().setPriority(priority))
                    .build());
    Generation last = Generation.getDefaultInstance();
    while (answers.hasNext()) {
      GenerateResponse answer = answers.next();
      last = answer.hasGeneration() ? answer.getGeneration() : last;
    }
    if (last.getState() != Generation.State.STATE_SUCCEEDED) {
      throw new IllegalStateException("a good job ends as " + last);
    }
  }

  private void requireIdle() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      Load load =
          DenoiserServiceGrpc.newBlockingStub(denoiser)
              .describe(DescribeRequest.getDefaultInstance())
              .getLoad();
      if (load.getWaitingRows() + load.getRunningRows() == 0) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the denoiser still holds rows: " + load);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private void streams() throws Exception {
    List<PredictRequest> messages = Requests.predict(encodings());
    List<StreamObserver<PredictRequest>> open = new ArrayList<>();
    List<CompletableFuture<PredictResponse>> predictions = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      CompletableFuture<PredictResponse> prediction = new CompletableFuture<>();
      predictions.add(prediction);
      StreamObserver<PredictRequest> requests =
          DenoiserServiceGrpc.newStub(denoiser).predict(new Answers(prediction));
      messages.forEach(requests::onNext);
      open.add(requests);
    }
    for (CompletableFuture<PredictResponse> prediction : predictions) {
      prediction.get(SECONDS, TimeUnit.SECONDS);
    }
    open.forEach(StreamObserver::onCompleted);
  }

  /** The first prediction of a stream. */
  private record Answers(CompletableFuture<PredictResponse> prediction)
      implements StreamObserver<PredictResponse> {
    @Override
    public void onNext(PredictResponse response) {
      if (response.hasPrediction()) {
        prediction.complete(response);
      }
    }

    @Override
    public void onError(Throwable cause) {
      prediction.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      prediction.completeExceptionally(new IllegalStateException("a stream without an answer"));
    }
  }

  @Override
  public void close() {
    List.of(gateway, encoder, denoiser).forEach(Channels::close);
  }
}
