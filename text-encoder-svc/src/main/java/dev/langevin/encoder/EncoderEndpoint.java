package dev.langevin.encoder;

import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.runtime.grpc.ModelStates;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.model.store.Lease;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.runtime.prompt.PromptException;
import dev.langevin.runtime.prompt.Prompts;
import dev.langevin.runtime.trace.TraceCalls;
import dev.langevin.v1.PromptSyntax;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gRPC edge: checks requests, and maps failures to statuses. Calls run on virtual threads. */
final class EncoderEndpoint extends TextEncoderServiceGrpc.TextEncoderServiceImplBase {
  /** The most prompts of a call. */
  static final int MAX_PROMPTS = 64;

  /** The most characters of a prompt. */
  static final int MAX_CHARACTERS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(EncoderEndpoint.class);

  private final ModelStore<EncoderModel> models;

  EncoderEndpoint(ModelStore<EncoderModel> models) {
    this.models = models;
  }

  @Override
  public void encode(EncodeRequest request, StreamObserver<EncodeResponse> observer) {
    try {
      EncodeResponse response = TraceCalls.caller().in("encoder.encode", () -> encode(request));
      observer.onNext(response);
      observer.onCompleted();
    } catch (EncoderException e) {
      observer.onError(Statuses.of(e.code(), e.reason(), e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("Encoding with {} failed", request.getModel(), e);
      observer.onError(Statuses.of(Status.Code.INTERNAL, "ENCODING_FAILED", e.getMessage()));
    }
  }

  @Override
  public void describeModels(
      DescribeModelsRequest request, StreamObserver<DescribeModelsResponse> observer) {
    ModelStates.answer(request, models, observer);
  }

  private EncodeResponse encode(EncodeRequest request) {
    int count = request.getPromptsCount();
    if (count < 1 || count > MAX_PROMPTS) {
      throw EncoderException.badPrompts(count, MAX_PROMPTS);
    }
    for (int i = 0; i < count; i++) {
      int characters = request.getPrompts(i).codePointCount(0, request.getPrompts(i).length());
      if (characters > MAX_CHARACTERS) {
        throw EncoderException.longPrompt(i, characters, MAX_CHARACTERS);
      }
    }
    EncodeJob job = job(request);
    try (Lease<EncoderModel> lease = models.lease(request.getModel(), request.getModelDigest())) {
      return EncodeResponse.newBuilder()
          .addAllEncodings(lease.model().encode(job))
          .setModelDigest(lease.model().digest())
          .build();
    }
  }

  private static EncodeJob job(EncodeRequest request) {
    PromptSyntax syntax = request.getPromptSyntax();
    if (syntax == PromptSyntax.UNRECOGNIZED) {
      throw EncoderException.unknownSyntax(request.getPromptSyntaxValue());
    }
    if (syntax == PromptSyntax.PROMPT_SYNTAX_UNSPECIFIED) {
      syntax = PromptSyntax.PROMPT_SYNTAX_PLAIN;
    }
    for (int i = 0; i < request.getPromptsCount(); i++) {
      try {
        Prompts.check(syntax, request.getPrompts(i), i > 0);
      } catch (PromptException e) {
        throw EncoderException.prompt(i, e.getMessage());
      }
    }
    return new EncodeJob(request.getPromptsList(), syntax, request.getClipSkip());
  }
}
