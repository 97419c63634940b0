package dev.langevin.orchestrator.loop;

import dev.langevin.sampling.Advance;
import dev.langevin.sampling.Guidance;
import dev.langevin.sampling.Query;
import dev.langevin.sampling.Sampler;
import dev.langevin.sampling.Seeds;
import dev.langevin.sampling.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loop from noise to final latents. All images of a job go through the network together and
 * otherwise know nothing of each other: image i comes out as it would alone with seed + i.
 */
public final class Denoising {
  private final Sampler sampler;
  private final Guidance guidance;
  private final int[] rowsToCome;

  /**
   * @param sampler the compiled plan
   * @param guidance what the plan was compiled with; tells the rows to come
   */
  public Denoising(Sampler sampler, Guidance guidance) {
    this.sampler = sampler;
    this.guidance = guidance;
    this.rowsToCome = rowsToCome(sampler, guidance);
  }

  /** The compiled plan. */
  public Sampler sampler() {
    return sampler;
  }

  /**
   * The states before the first evaluation.
   *
   * @param size the latent elements of one image
   */
  public List<State> start(long seed, int images, int size) {
    return IntStream.range(0, images)
        .mapToObj(i -> sampler.start(Seeds.ofImage(seed, i), size))
        .toList();
  }

  /** Runs from these states to the end; they may come from a checkpoint. */
  public List<State> run(List<State> from, Stepping stepping, Observer observer) {
    List<State> states = from;
    while (!over(states)) {
      observer.before(states);
      states = stepping.next(states);
      observer.after(states);
    }
    return states;
  }

  /** One evaluation of all images: what the network says of these states leads to the next. */
  public Step step(List<State> states, Network network, Waiting waiting) {
    int evaluation = states.getFirst().evaluation();
    List<Query> queries = states.stream().map(sampler::query).toList();
    Rows rows = Rows.of(() -> name(evaluation), queries, states.size() * rowsToCome[evaluation]);
    return advance(states, queries, network.predict(rows, waiting).outputs());
  }

  /** Whether nothing is left to be evaluated. */
  public boolean over(List<State> states) {
    return sampler.done(states.getFirst());
  }

  /** How many conditionings the rows name, counted up to the last. */
  public int conditionings() {
    return sampler.plan().evaluations().stream()
            .flatMapToInt(e -> Arrays.stream(guidance.rows(e)))
            .max()
            .orElse(Guidance.PROMPT)
        + 1;
  }

  /** Steps done once {@code evaluation} evaluations are. */
  public int steps(int evaluation) {
    var evaluations = sampler.plan().evaluations();
    return evaluation >= evaluations.size()
        ? sampler.plan().steps()
        : evaluations.get(evaluation).step();
  }

  private String name(int evaluation) {
    var plan = sampler.plan();
    return "step %d of %d (evaluation %d of %d)"
        .formatted(
            plan.evaluations().get(evaluation).step() + 1,
            plan.steps(),
            evaluation + 1,
            plan.evaluations().size());
  }

  private Step advance(List<State> states, List<Query> queries, float[][] outputs) {
    List<Advance> advances = new ArrayList<>(states.size());
    int row = 0;
    for (int image = 0; image < states.size(); image++) {
      int end = row + queries.get(image).conditionings().length;
      float[][] own = Arrays.copyOfRange(outputs, row, end);
      advances.add(sampler.advance(states.get(image), own));
      row = end;
    }
    State first = states.getFirst();
    return new Step(
        advances.stream().map(Advance::next).toList(),
        new Sight(first.evaluation(), first.x(), advances.getFirst().denoised()));
  }

  /** Per evaluation, the rows of one image that are asked for after it. */
  private static int[] rowsToCome(Sampler sampler, Guidance guidance) {
    var evaluations = sampler.plan().evaluations();
    int[] rows = new int[evaluations.size()];
    for (int i = rows.length - 2; i >= 0; i--) {
      rows[i] = rows[i + 1] + guidance.rows(evaluations.get(i + 1)).length;
    }
    return rows;
  }
}
