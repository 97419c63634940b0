package dev.langevin.bench.sampling;

import dev.langevin.sampling.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks, and turns what they say into figures. */
final class Timings {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final Effort effort;
  private final Runnable progress;

  Timings(Effort effort, Runnable progress) {
    this.effort = effort;
    this.progress = progress;
  }

  /** Every subject at one shape. */
  List<Figure> measure(List<Subject> subjects, String shape) throws RunnerException {
    int size = Shape.of(shape).size();
    double noise = best(one(Ingredients.class, "noise", shape, "")) / size;
    double cudaNoise = best(one(Ingredients.class, "cudaNoise", shape, "")) / size;
    double quantile = best(one(Ingredients.class, "quantile", shape, "")) / size;
    List<Figure> figures = new ArrayList<>();
    for (Subject subject : subjects) {
      RunResult result = one(SolverSteps.class, "all", shape, subject.name());
      Sampler sampler = subject.sampler();
      double steps = sampler.plan().evaluations().size();
      double draws = Figure.draws(sampler, subject.request().noise()) / steps;
      double nanos = best(result) / steps / size;
      double drawn =
          switch (subject.request().noise()) {
            case TORCH_CPU -> draws * noise;
            case TORCH_CUDA -> draws * cudaNoise;
          };
      double apart = nanos - drawn - (subject.thresholds() ? quantile : 0);
      double bytes = result.getSecondaryResults().get(ALLOCATED).getScore() / steps / size;
      figures.add(
          new Figure(subject.name(), shape, nanos, apart, bytes, draws, subject.thresholds()));
    }
    return figures;
  }

  private RunResult one(Class<?> type, String method, String shape, String subject)
      throws RunnerException {
    ChainedOptionsBuilder options =
        effort
            .options()
            .include("^" + type.getName() + "\\." + method + "$")
            .param("shape", shape)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT);
    if (!subject.isEmpty()) {
      options.param("subject", subject);
    }
    Collection<RunResult> results = new Runner(options.build()).run();
    if (results.size() != 1) {
      throw new IllegalStateException(type.getSimpleName() + "." + method + " gave no result");
    }
    progress.run();
    return results.iterator().next();
  }

  /** Nanoseconds of processor time per operation in the best fork. */
  private static double best(RunResult result) {
    double best = Double.POSITIVE_INFINITY;
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      double nanos = 0;
      double operations = 0;
      for (IterationResult iteration : fork.getIterationResults()) {
        nanos += iteration.getSecondaryResults().get("nanos").getScore();
        operations += iteration.getSecondaryResults().get("operations").getScore();
      }
      best = Math.min(best, nanos / operations);
    }
    return best;
  }
}
