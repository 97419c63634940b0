package dev.langevin.gateway.diffusion;

import dev.langevin.sampling.Level;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.schedule.ForwardProcess;
import dev.langevin.v1.Evaluation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.ScheduleResponse;
import dev.langevin.v1.TrainingSchedule;
import dev.langevin.v1.Warning;
import java.util.Arrays;
import java.util.List;

/** Plans and levels as messages. */
final class Plans {
  private static final String ODD = "SAMPLER_OPTIONS";

  private Plans() {}

  /** Of a request with every default. */
  static ScheduleResponse.Builder response(GenerationRequest request) {
    return ScheduleResponse.newBuilder()
        .setModel(request.getModel())
        .setSampler(request.getSampler())
        .setSteps(request.getSteps());
  }

  static List<Evaluation> evaluations(Plan plan) {
    return plan.evaluations().stream().map(Plans::evaluation).toList();
  }

  static TrainingSchedule training(ForwardProcess process) {
    return TrainingSchedule.newBuilder()
        .addAllLevels(process.levels().stream().map(Plans::level).toList())
        .build();
  }

  static List<Warning> warnings(List<String> odd) {
    return odd.stream()
        .map(text -> Warning.newBuilder().setReason(ODD).setMessage(text).build())
        .toList();
  }

  static dev.langevin.v1.NoiseLevel level(Level level) {
    return dev.langevin.v1.NoiseLevel.newBuilder()
        .setAlpha(level.alpha())
        .setSigma(level.sigma())
        .build();
  }

  private static Evaluation evaluation(dev.langevin.sampling.Evaluation e) {
    return Evaluation.newBuilder()
        .setStep(e.step() + 1)
        .setStage(e.stage())
        .setTime(e.time())
        .setInputScale(e.inputScale())
        .setRead(level(e.read()))
        .setFrom(level(e.from()))
        .setTo(level(e.to()))
        .addAllCoefficients(Arrays.stream(e.coefficients()).map(Plans::used).boxed().toList())
        .build();
  }

  /** What belongs to evaluations before the first is no number in the plan, and is not used. */
  private static double used(double coefficient) {
    return Double.isNaN(coefficient) ? 0 : coefficient;
  }
}
