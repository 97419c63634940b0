package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.batch.Batcher;
import dev.langevin.denoiser.measure.CapSource;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.runtime.model.Card;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.model.store.Known;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.runtime.onnx.graph.ClipSkips;
import dev.langevin.v1.Model;
import java.time.Duration;
import java.util.Optional;

/** Describes the models. */
final class Descriptions {
  /**
   * Just after the start, an answer waits so long for the checks of batch invariance that go on;
   * less than those who ask are patient.
   */
  private static final Duration CHECK = Duration.ofSeconds(1);

  private Descriptions() {}

  static DescribeResponse of(ModelStore<ServedModel> models, Admission admission) {
    DescribeResponse.Builder response = DescribeResponse.newBuilder();
    long until = System.nanoTime() + CHECK.toNanos();
    int cap = 0;
    long runNanos = 0;
    for (Known<ServedModel> known : models.known()) {
      response.addModels(
          switch (known.entry()) {
            case ModelEntry.Broken broken -> broken(broken.name(), known.problem());
            case ModelEntry.Usable usable -> usable(usable.directory(), known, until);
          });
      for (Batcher batcher : known.loaded().map(ServedModel::batcher).stream().toList()) {
        cap = Math.max(cap, batcher.sizes().cap());
        runNanos = Math.max(runNanos, batcher.runNanos());
      }
    }
    return response.setLoad(Replies.load(admission, cap, runNanos)).build();
  }

  /** Its files may be going away at this moment. */
  private static ModelDescription usable(
      ModelDirectory directory, Known<ServedModel> known, long until) {
    try {
      return describe(directory, known, until);
    } catch (ModelException e) {
      return broken(directory.name(), e.getMessage());
    }
  }

  /** A model that is not loaded is described without what only a loaded one tells. */
  private static ModelDescription describe(
      ModelDirectory directory, Known<ServedModel> known, long until) {
    Card card = directory.card();
    Optional<ServedModel> served = known.loaded();
    Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
    Model.Builder model =
        directory
            .describe()
            .setBatchInvariant(served.map(m -> m.measurement().batchInvariant(left)).orElse(false))
            .setMaxClipSkip(ClipSkips.most(directory))
            .setDigest(served.map(ServedModel::digest).orElse(""))
            .setProblem(known.problem());
    return ModelDescription.newBuilder()
        .setModel(model)
        .setSchedulerConfig(directory.schedulerConfigText())
        .setLatentChannels(card.latentChannels())
        .setScaleFactor(card.scaleFactor())
        .setOutputChannels(card.outputChannels())
        .setPool(card.pool())
        .setNumericsId(served.map(ServedModel::numericsId).orElse(""))
        .setTimePerRow(served.map(m -> m.network().timePerRow()).orElse(false))
        .setBatchCap(served.map(m -> m.batcher().sizes().cap()).orElse(0))
        .setCapSource(
            served
                .map(m -> source(m.measurement().source()))
                .orElse(ModelDescription.CapSource.CAP_SOURCE_UNSPECIFIED))
        .build();
  }

  private static ModelDescription.CapSource source(CapSource source) {
    return switch (source) {
      case SET -> ModelDescription.CapSource.CAP_SOURCE_SET;
      case USUAL -> ModelDescription.CapSource.CAP_SOURCE_USUAL;
      case MEASURED -> ModelDescription.CapSource.CAP_SOURCE_MEASURED;
      case UNSTABLE -> ModelDescription.CapSource.CAP_SOURCE_UNSTABLE;
    };
  }

  private static ModelDescription broken(String name, String problem) {
    return ModelDescription.newBuilder()
        .setModel(Model.newBuilder().setName(name).setProblem(problem))
        .setPool("default")
        .build();
  }
}
