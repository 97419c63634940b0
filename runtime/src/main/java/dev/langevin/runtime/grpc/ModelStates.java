package dev.langevin.runtime.grpc;

import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.ModelState;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.store.Known;
import dev.langevin.runtime.model.store.ModelStore;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers DescribeModels from a model store. */
public final class ModelStates {
  private static final Logger LOG = LoggerFactory.getLogger(ModelStates.class);

  private ModelStates() {}

  /** Scans if it is asked to, which may take as long as loading what is new, and answers. */
  public static void answer(
      DescribeModelsRequest request,
      ModelStore<?> store,
      StreamObserver<DescribeModelsResponse> observer) {
    DescribeModelsResponse response;
    try {
      if (request.getScan()) {
        store.scan();
      }
      response = of(store);
    } catch (RuntimeException | Error e) {
      observer.onError(undescribed(e));
      return;
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  /** The failure of a scan or a description, whatever it is, for who asked. */
  public static RuntimeException undescribed(Throwable failure) {
    LOG.error("Describing the models failed", failure);
    return Statuses.of(Status.Code.INTERNAL, "MODELS_NOT_DESCRIBED", failure.toString());
  }

  private static DescribeModelsResponse of(ModelStore<?> store) {
    DescribeModelsResponse.Builder response = DescribeModelsResponse.newBuilder();
    store.known().forEach(known -> response.addModels(state(known)));
    return response.build();
  }

  private static ModelState state(Known<?> known) {
    String version =
        switch (known.entry()) {
          case ModelEntry.Usable usable -> usable.directory().id().version();
          case ModelEntry.Broken broken -> "";
        };
    return ModelState.newBuilder()
        .setName(known.entry().name())
        .setVersion(version)
        .setProblem(known.problem())
        .build();
  }
}
