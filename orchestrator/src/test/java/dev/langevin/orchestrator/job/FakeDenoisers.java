package dev.langevin.orchestrator.job;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.loop.Prediction;
import dev.langevin.orchestrator.loop.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ObjIntConsumer;

/**
 * Denoisers whose network is a closed form: it tells latents, time and conditioning apart. A script
 * says what an evaluation meets, by its number among all evaluations asked for, from 0.
 */
final class FakeDenoisers implements Denoisers {
  /** What evaluation {@code number}, on {@code replica}, answers; may throw. */
  interface Script {
    Prediction answer(int number, String replica, Rows rows);
  }

  final List<Opening> openings = Collections.synchronizedList(new ArrayList<>());
  final List<Rows> asked = Collections.synchronizedList(new ArrayList<>());
  final List<String> blamed = Collections.synchronizedList(new ArrayList<>());

  /** What streams were opened, asked and closed, in order. */
  final List<String> connections = Collections.synchronizedList(new ArrayList<>());

  final List<String> replicas;
  String numericsId = "numerics";
  String modelDigest = "digest";
  volatile Script script = (number, replica, rows) -> predict(rows);

  /** What evaluation {@code number} meets before it is served, waiting in the queue. */
  volatile ObjIntConsumer<Runnable> queue = (waiting, number) -> {};

  /** Where a job on a replica is better off that still needs so many evaluations. */
  volatile BiFunction<String, Integer, Optional<String>> better = (at, left) -> Optional.empty();

  BiFunction<Opening, Set<String>, Boolean> available = (opening, avoid) -> true;

  FakeDenoisers(String... replicas) {
    this.replicas = List.of(replicas);
  }

  /** The network. */
  static Prediction predict(Rows rows) {
    float[][] outputs = new float[rows.count()][];
    for (int row = 0; row < outputs.length; row++) {
      float[] x = rows.latents()[rows.latent()[row]];
      outputs[row] = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        outputs[row][i] =
            (float)
                (0.6 * x[i]
                    + 0.25 * Math.sin(2 * x[i])
                    + 0.1 * Math.cos(rows.time()[row] / 150)
                    + 0.01 * rows.conditioning()[row]);
      }
    }
    return new Prediction(outputs, 1_000_000L * rows.count(), 8);
  }

  @Override
  public PredictionStream open(Opening opening, Set<String> avoid) {
    if (!available.apply(opening, avoid)) {
      throw OrchestratorException.environment("no denoiser can be asked", null);
    }
    openings.add(opening);
    return stream(
        replicas.stream().filter(r -> !avoid.contains(r)).findFirst().orElse(replicas.getFirst()));
  }

  private PredictionStream stream(String replica) {
    connections.add("open " + replica);
    return new PredictionStream() {
      @Override
      public String replica() {
        return replica;
      }

      @Override
      public String numericsId() {
        return numericsId;
      }

      @Override
      public String modelDigest() {
        return modelDigest;
      }

      @Override
      public Prediction predict(Rows rows, Runnable waiting) {
        int number;
        synchronized (asked) {
          number = asked.size();
          asked.add(rows);
        }
        queue.accept(waiting, number);
        connections.add("ask " + replica);
        return script.answer(number, replica, rows);
      }

      @Override
      public Optional<PredictionStream> better(int stepsLeft) {
        return better.apply(replica, stepsLeft).map(FakeDenoisers.this::stream);
      }

      @Override
      public void accepted() {}

      @Override
      public void close() {
        connections.add("close " + replica);
      }
    };
  }

  @Override
  public void blame(Set<String> doubted, String well) {
    doubted.stream().filter(replica -> !replica.equals(well)).forEach(blamed::add);
  }
}
