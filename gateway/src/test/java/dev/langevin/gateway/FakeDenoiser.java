package dev.langevin.gateway;

import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.Load;
import dev.langevin.internal.v1.ModelDescription;
import dev.langevin.v1.Model;
import dev.langevin.v1.Size;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Describes models and does nothing else. */
public final class FakeDenoiser extends DenoiserServiceGrpc.DenoiserServiceImplBase {
  /** A plain schedule, as Stable Diffusion 1.5 has it. */
  public static final String SCHEDULE =
      """
      {"_class_name": "DDPMScheduler", "num_train_timesteps": 1000, "beta_start": 0.00085,
       "beta_end": 0.012, "beta_schedule": "scaled_linear", "prediction_type": "epsilon",
       "clip_sample": false}
      """;

  private volatile List<ModelDescription> models;
  private volatile Load load = Load.getDefaultInstance();

  /** Offers these. */
  public FakeDenoiser(ModelDescription... models) {
    this.models = List.of(models);
  }

  void offer(ModelDescription... now) {
    models = List.of(now);
  }

  void tell(Load now) {
    load = now;
  }

  /** A model of 64×64 and 128×128 pixels, 20 steps, scale 4, at most 100 steps and 4 images. */
  public static ModelDescription model(String name) {
    return ModelDescription.newBuilder()
        .setModel(
            Model.newBuilder()
                .setName(name)
                .setVersion("1")
                .addSizes(Size.newBuilder().setWidth(64).setHeight(64))
                .addSizes(Size.newBuilder().setWidth(128).setHeight(128))
                .setDefaultSampler("DPM++ 2M")
                .setDefaultSteps(20)
                .setDefaultGuidanceScale(4)
                .setMaxSteps(100)
                .setMaxCount(4)
                .setDigest("d1"))
        .setSchedulerConfig(SCHEDULE)
        .setPool("default")
        .build();
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<DescribeResponse> response) {
    response.onNext(DescribeResponse.newBuilder().addAllModels(models).setLoad(load).build());
    response.onCompleted();
  }
}
