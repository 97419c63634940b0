package dev.langevin.gateway.diffusion;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.ProcessorThreads;
import dev.langevin.gateway.admission.Completion;
import dev.langevin.gateway.admission.DiffusionRules;
import dev.langevin.gateway.catalog.Catalog;
import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.runtime.sampling.SamplingRequests;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.ForwardResponse;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.ScheduleRequest;
import dev.langevin.v1.ScheduleResponse;
import java.util.Map;

/**
 * The public DiffusionService as blocking calls, for virtual threads. Failures are {@link
 * GatewayException}s.
 *
 * @param fleet knows the models
 * @param forwarding noises pictures
 * @param planners make plans, which take up to tenths of a second of a processor
 */
public record DiffusionApi(Fleet fleet, Forwarding forwarding, ProcessorThreads planners) {
  /** The plan of a configuration, which is completed and refused as a generation's is. */
  public ScheduleResponse schedule(Caller caller, ScheduleRequest request) {
    DiffusionRules.check(request);
    GenerationRequest.Builder wanted =
        GenerationRequest.newBuilder()
            .setModel(request.getModel())
            .setSampler(request.getSampler())
            .setSamplerOptions(request.getSamplerOptions())
            .setSeed(0);
    if (request.hasSteps()) {
      wanted.setSteps(request.getSteps());
    }
    Catalog catalog = fleet.toFind(request.getModel());
    return planners.run(() -> schedule(wanted.build(), catalog));
  }

  private static ScheduleResponse schedule(GenerationRequest wanted, Catalog catalog) {
    Completion.Planned planned = Completion.planned(wanted, catalog, "");
    Completion.Completed completed = planned.completed();
    SamplingRequest sampling = SamplingRequests.of(completed.request());
    Map<String, Object> config = completed.entry().schedulerConfig();
    try {
      return Plans.response(completed.request())
          .addAllEvaluations(Plans.evaluations(planned.plan()))
          .setTraining(Plans.training(Samplers.forward(config, sampling)))
          .addAllWarnings(Plans.warnings(Samplers.warnings(config, sampling)))
          .build();
    } catch (SamplingException e) {
      throw GatewayException.invalid(Completion.told(e));
    }
  }

  /** Sends a picture under ever more noise. */
  public void forward(Caller caller, ForwardRequest request, Sink<ForwardResponse> sink)
      throws InterruptedException {
    forwarding.forward(caller.tenant(), request, sink);
  }
}
