package dev.langevin.bench.scheduling;

import dev.langevin.denoiser.batch.order.Demand;
import dev.langevin.denoiser.batch.order.Job;
import dev.langevin.denoiser.batch.order.RunQueue;
import dev.langevin.denoiser.batch.order.Selection;
import dev.langevin.orchestrator.services.Placement;
import dev.langevin.orchestrator.services.Placement.Journey;
import dev.langevin.orchestrator.services.Placement.Occupancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A fleet in virtual time. Which rows run next is decided by the denoiser's queue, which replica a
 * job goes to and whether it moves by the orchestrator's placement; here is only what they decide
 * about.
 */
final class StepSimulation {
  /** Each knows its own jobs, and of the others' what replicas report. */
  private static final int ORCHESTRATORS = 4;

  private static final long BETWEEN_PROBES = 1_000_000_000;
  private static final String SHAPE = "all";

  private final Steps steps;
  private final Accelerator accelerator;
  private final Random random;
  private final Timeline time = new Timeline();
  private final List<Replica> replicas;
  private final Loads loads;
  private final List<Served> served = new ArrayList<>();
  private int coming;

  StepSimulation(Steps steps, Fleet fleet, long seed) {
    this.steps = steps;
    this.accelerator = fleet.accelerator();
    this.random = new Random(seed);
    this.replicas = IntStream.range(0, fleet.replicas()).mapToObj(Replica::new).toList();
    this.loads = new Loads(ORCHESTRATORS, fleet.replicas());
  }

  List<Served> serve(List<Request> requests) {
    coming = requests.size();
    requests.forEach(request -> time.in(request.arrival(), () -> arrive(request)));
    time.in(BETWEEN_PROBES, this::probe);
    time.run();
    return served;
  }

  private void arrive(Request request) {
    Running job = new Running(request, random.nextInt(ORCHESTRATORS));
    job.open(choose(replicas, job));
  }

  private Replica choose(List<Replica> candidates, Running job) {
    return switch (steps.routing()) {
      case RANDOM -> candidates.get(random.nextInt(candidates.size()));
      case BETTER_OF_TWO, BETTER_OF_TWO_MOVING ->
          Placement.betterOfTwo(candidates, r -> r.known(job), random).orElseThrow();
    };
  }

  /** Everybody hears from everybody. */
  private void probe() {
    for (Replica replica : replicas) {
      for (int i = 0; i < ORCHESTRATORS; i++) {
        loads.reported(i, replica.index, replica.present());
      }
    }
    if (served.size() < coming) {
      time.in(BETWEEN_PROBES, this::probe);
    }
  }

  /** One that serves. */
  private final class Replica {
    private final int index;
    private final RunQueue<Running, String> queue;
    private boolean busy;
    private int running;

    Replica(int index) {
      this.index = index;
      this.queue = steps.queue();
    }

    int present() {
      return running + queue.rows();
    }

    Occupancy known(Running job) {
      long run = Math.round(queue.pace().runNanos());
      return loads.occupancy(job.orchestrator, index, accelerator.cap(), run);
    }

    void add(Running job) {
      long now = time.now();
      Request request = job.request;
      long after = (long) request.rows() * (job.stepsLeft - 1);
      Demand demand = new Demand(job.account, false, after, request.slack(now));
      queue.add(job, demand, Map.of(SHAPE, job.rows), now);
      if (!busy) {
        start();
      }
    }

    private void start() {
      busy = !queue.isEmpty();
      if (busy) {
        Selection<Running, String> run = queue.next(time.now(), shape -> accelerator.cap());
        running = run.rows();
        long nanos = accelerator.nanos(running);
        time.in(nanos, () -> end(run, nanos));
      }
    }

    private void end(Selection<Running, String> run, long nanos) {
      queue.ran(running, nanos);
      int present = present();
      for (Selection.Part<Running> part : run.parts()) {
        loads.reported(part.evaluation().orchestrator, index, present);
        part.evaluation().answered(part.rows().size());
      }
      running = 0;
      // Whoever comes back without any delay is there before the next run is chosen.
      time.in(0, this::start);
    }
  }

  /** A job on its way. */
  private final class Running {
    private final Request request;
    private final int orchestrator;
    private final List<Integer> rows;
    private Job account;
    private Replica replica;
    private long cameNanos;
    private int stepsLeft;
    private int rowsLeft;

    Running(Request request, int orchestrator) {
      this.request = request;
      this.orchestrator = orchestrator;
      this.rows = IntStream.range(0, request.rows()).boxed().toList();
      this.stepsLeft = request.steps();
    }

    void open(Replica at) {
      replica = at;
      account = new Job(request.tenant());
      cameNanos = time.now();
      loads.own(orchestrator, at.index, request.rows());
      time.in(steps.way().openingNanos(), this::ask);
    }

    private void ask() {
      rowsLeft = request.rows();
      replica.add(this);
    }

    void answered(int count) {
      rowsLeft -= count;
      if (rowsLeft > 0) {
        return;
      }
      stepsLeft--;
      if (stepsLeft == 0) {
        leave();
        served.add(new Served(request, time.now()));
      } else {
        long mean = steps.way().nanos(accelerator);
        time.in(Math.round(mean * (0.5 + random.nextDouble())), this::goOn);
      }
    }

    private void goOn() {
      if (steps.routing() != Routing.BETTER_OF_TWO_MOVING || replicas.size() == 1) {
        ask();
        return;
      }
      Replica other = choose(replicas.stream().filter(r -> r != replica).toList(), this);
      Journey journey =
          new Journey(
              request.rows(), stepsLeft, time.now() - cameNanos, steps.way().openingNanos());
      if (Placement.moves(replica.known(this), other.known(this), journey, random.nextDouble())) {
        leave();
        open(other);
      } else {
        ask();
      }
    }

    private void leave() {
      loads.own(orchestrator, replica.index, -request.rows());
    }
  }
}
