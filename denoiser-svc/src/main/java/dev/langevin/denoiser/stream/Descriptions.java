package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.runtime.model.Card;
import dev.langevin.runtime.model.LoadedModels;
import dev.langevin.runtime.onnx.graph.ClipSkips;
import dev.langevin.v1.Model;
import java.time.Duration;

/** Describes the models. */
final class Descriptions {
  /** Just after the start, an answer waits for the check of batch invariance that is going on. */
  private static final Duration CHECK = Duration.ofSeconds(2);

  private Descriptions() {}

  static DescribeResponse of(LoadedModels<ServedModel> models, Admission admission) {
    DescribeResponse.Builder response = DescribeResponse.newBuilder();
    int cap = 0;
    for (ServedModel model : models.all()) {
      response.addModels(describe(model));
      cap = Math.max(cap, model.batcher().sizes().cap());
    }
    models.problems().forEach((name, problem) -> response.addModels(broken(name, problem)));
    return response.setLoad(Replies.load(admission, cap)).build();
  }

  private static ModelDescription describe(ServedModel served) {
    Card card = served.directory().card();
    Model.Builder model =
        served
            .directory()
            .describe()
            .setBatchInvariant(served.measurement().batchInvariant(CHECK))
            .setMaxClipSkip(ClipSkips.most(served.directory()))
            .setDigest(served.digest());
    return ModelDescription.newBuilder()
        .setModel(model)
        .setSchedulerConfig(served.directory().schedulerConfigText())
        .setLatentChannels(card.latentChannels())
        .setScaleFactor(card.scaleFactor())
        .setOutputChannels(card.outputChannels())
        .setPool(card.pool())
        .setNumericsId(served.numericsId())
        .setTimePerRow(served.network().timePerRow())
        .build();
  }

  private static ModelDescription broken(String name, String problem) {
    return ModelDescription.newBuilder()
        .setModel(Model.newBuilder().setName(name).setProblem(problem))
        .setPool("default")
        .build();
  }
}
