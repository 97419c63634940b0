package dev.langevin.denoiser.batch.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs a queue in virtual time: each run takes as long as a run takes, whatever its rows. */
final class ToyDevice {
  static final long RUN = 100;

  /** A job that asks for its next step as soon as it has been answered. */
  static final class Customer {
    private final Job job;
    private final boolean patient;
    private final int rows;
    private final long deadline;
    private final boolean liar;
    private int stepsLeft;
    private int served;
    private long end = Long.MAX_VALUE;

    private Customer(
        String tenant, boolean patient, int steps, int rows, long deadline, boolean liar) {
      this.job = new Job(tenant);
      this.patient = patient;
      this.stepsLeft = steps;
      this.rows = rows;
      this.deadline = deadline;
      this.liar = liar;
    }

    /** Rows it has had. */
    int served() {
      return served;
    }

    /** When its last step was answered. */
    long end() {
      return end;
    }
  }

  private final RunQueue<Customer, String> queue;
  private final int cap;
  private final List<Customer> returning = new ArrayList<>();
  private long now;

  ToyDevice(Policy policy, long credit, int cap) {
    this.queue = new RunQueue<>(policy, credit);
    this.cap = cap;
  }

  Customer job(String tenant, int steps, int rows) {
    return add(new Customer(tenant, false, steps, rows, 0, false));
  }

  Customer batchJob(String tenant, int steps, int rows) {
    return add(new Customer(tenant, true, steps, rows, 0, false));
  }

  Customer liar(String tenant, int steps, int rows) {
    return add(new Customer(tenant, false, steps, rows, 0, true));
  }

  /**
   * @param deadline in virtual time
   */
  Customer jobDue(long deadline, int steps, int rows) {
    return add(new Customer("a", false, steps, rows, deadline, false));
  }

  long now() {
    return now;
  }

  /** Runs once, if anything waits. */
  void run() {
    for (Customer customer : returning) {
      long left = customer.liar ? 1 : (long) customer.rows * (customer.stepsLeft - 1);
      long slack = customer.deadline == 0 ? Demand.NO_DEADLINE : customer.deadline - now;
      queue.add(
          customer,
          new Demand(customer.job, customer.patient, left, slack),
          Map.of("all", IntStream.range(0, customer.rows).boxed().toList()),
          now);
    }
    returning.clear();
    if (queue.isEmpty()) {
      now += RUN;
      return;
    }
    Selection<Customer, String> next = queue.next(now, key -> cap);
    now += RUN;
    queue.ran(next.rows(), RUN);
    for (var part : next.parts()) {
      Customer customer = part.evaluation();
      customer.served += part.rows().size();
      if (customer.served % customer.rows == 0) {
        customer.stepsLeft--;
        if (customer.stepsLeft > 0) {
          returning.add(customer);
        } else {
          customer.end = now;
        }
      }
    }
  }

  void run(int times) {
    for (int i = 0; i < times; i++) {
      run();
    }
  }

  private Customer add(Customer customer) {
    returning.add(customer);
    return customer;
  }
}
