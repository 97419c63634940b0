package dev.langevin.denoiser.batch.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langevin.denoiser.batch.order.ToyDevice.Customer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the default policy does to jobs over many runs. */
class OrderOfServiceTest {
  private static final FairShortestFirst POLICY = FairShortestFirst.DEFAULT;
  private static final int CAP = 8;

  private final ToyDevice device = new ToyDevice(POLICY, POLICY.quantum(), CAP);

  @Test
  void shortJob_behindLongOnes_isInEveryRun() {
    many(20, "a", 50, 2);
    device.run(3);
    Customer late = device.job("a", 4, 2);
    device.run(5);
    assertThat(late.end()).isLessThanOrEqualTo(device.now());
  }

  @Test
  void shortestFirst_allThereAtOnce_endInOrderOfTheirLength() {
    List<Customer> long50 = many(4, "a", 50, 2);
    List<Customer> mid20 = many(4, "a", 20, 2);
    List<Customer> short4 = many(4, "a", 4, 2);
    device.run(80);
    assertThat(last(short4)).isLessThan(last(mid20));
    assertThat(last(mid20)).isLessThan(last(long50));
    assertThat(last(long50)).isBetween(74 * ToyDevice.RUN, 78 * ToyDevice.RUN);
  }

  /** Short jobs alone are more than the device can do, for as long as the long one takes. */
  @Test
  void longJob_underEndlessShortOnes_ends() {
    Customer patient = device.job("a", 50, 2);
    int runs = 0;
    while (patient.end() == Long.MAX_VALUE && runs < 5_000) {
      device.job("a", 1, 1);
      many(4, "a", 1, 2);
      device.run();
      runs++;
    }
    assertThat(runs).isLessThan(2_000);
  }

  /**
   * At most 40 evaluations have waited longer, so each of its own waits for 41 · 8 runs at most.
   */
  @Test
  void batchJob_underEndlessInteractiveOnes_goesOn() {
    Customer batch = device.batchJob("a", 50, 2);
    many(40, "a", 10_000, 2);
    int runs = 10 * 41 * POLICY.reserve();
    device.run(runs);
    assertThat(batch.served()).isGreaterThanOrEqualTo(10 * 2);
  }

  @Test
  void interactiveJob_amongBatchJobs_waitsForTheRunThatGoesOnAlone() {
    for (int i = 0; i < 40; i++) {
      device.batchJob("a", 100, 2);
    }
    device.run(10);
    long began = device.now();
    Customer interactive = device.job("b", 20, 2);
    device.run(20);
    assertThat(interactive.end()).isEqualTo(began + 20 * ToyDevice.RUN);
  }

  @Test
  void tenants_heavyAndLightBothWaiting_areServedTheSameNumberOfRows() {
    List<Customer> heavy = many(100, "heavy", 1_000_000, 2);
    List<Customer> light = many(5, "light", 1_000_000, 2);
    device.run(5_000);
    int all = rows(heavy) + rows(light);
    assertThat((double) rows(light) / all).isCloseTo(0.5, within(0.05));
  }

  /** The heavy tenant's jobs are all shorter, and the light one's still get its share. */
  @Test
  void tenants_heavyWithShorterJobs_getsNoMoreThanItsShare() {
    List<Customer> light = many(4, "light", 1_000_000, 2);
    List<Customer> heavy = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      while (heavy.stream().filter(job -> job.end() == Long.MAX_VALUE).count() < 20) {
        heavy.removeIf(job -> job.end() < Long.MAX_VALUE);
        heavy.add(device.job("heavy", 4, 2));
      }
      device.run();
    }
    assertThat(rows(light) / 40_000.0).isCloseTo(0.5, within(0.05));
  }

  @Test
  void tenant_thatWasAway_savedUpNoMoreThanItsCredit() {
    List<Customer> heavy = many(100, "heavy", 1_000_000, 2);
    Customer early = device.job("light", 1, 2);
    device.run(10_000);
    assertThat(early.end()).isLessThan(Long.MAX_VALUE);
    int before = rows(heavy);
    List<Customer> light = many(100, "light", 1_000_000, 2);
    device.run(1_000);
    int share = rows(light) - (rows(heavy) - before);
    assertThat(share).isBetween(0, (int) (3 * POLICY.quantum()));
  }

  @Test
  void liar_alwaysNearlyDone_takesNoMoreFromOthersThanTheyNeed() {
    List<Customer> honest = many(8, "a", 20, 2);
    many(20, "a", 1_000_000, 2);
    int fair = endOf(honest);

    ToyDevice other = new ToyDevice(POLICY, POLICY.quantum(), CAP);
    List<Customer> harmed = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      harmed.add(other.job("a", 20, 2));
    }
    for (int i = 0; i < 20; i++) {
      other.liar("a", 1_000_000, 2);
    }
    other.run(3_000);
    assertThat(harmed).allMatch(job -> job.end() < Long.MAX_VALUE);
    // 20 liars are believed until each has had about the 40 rows that an honest job needs.
    assertThat(last(harmed)).isLessThan((fair + 20 * 40 / CAP * 2L) * ToyDevice.RUN);
  }

  @Test
  void deadline_inDanger_isMetBeforeShorterJobsAreDone() {
    many(50, "a", 20, 2);
    Customer due = device.jobDue(60 * ToyDevice.RUN, 50, 2);
    device.run(60);
    assertThat(due.end()).isLessThanOrEqualTo(60 * ToyDevice.RUN);
  }

  @Test
  void deadline_thatCanNotBeMet_holdsUpNobody() {
    List<Customer> others = many(8, "a", 20, 2);
    Customer late = device.jobDue(49 * ToyDevice.RUN, 50, 2);
    device.run(100);
    assertThat(last(others)).isLessThan(late.end());
    assertThat(late.end()).isLessThan(Long.MAX_VALUE);
  }

  private int endOf(List<Customer> jobs) {
    int runs = 0;
    while (jobs.stream().anyMatch(job -> job.end() == Long.MAX_VALUE)) {
      device.run();
      runs++;
    }
    return runs;
  }

  private List<Customer> many(int count, String tenant, int steps, int rows) {
    List<Customer> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(device.job(tenant, steps, rows));
    }
    return all;
  }

  private static int rows(List<Customer> jobs) {
    return jobs.stream().mapToInt(Customer::served).sum();
  }

  private static long last(List<Customer> jobs) {
    return jobs.stream().mapToLong(Customer::end).max().orElseThrow();
  }
}
