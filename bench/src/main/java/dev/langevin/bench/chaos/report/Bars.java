package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Problem;
import dev.langevin.bench.chaos.cluster.Settings;
import dev.langevin.bench.chaos.schedule.Fault;
import dev.langevin.bench.chaos.schedule.Kind;
import dev.langevin.bench.chaos.schedule.Role;
import dev.langevin.bench.chaos.strike.Struck;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a fault that came alone may cost. */
public final class Bars {
  /** After kill -9 of an orchestrator its jobs run again within this time, given a free slot. */
  static final long AGAIN_MILLIS = 2000;

  /** They repeat the work of this time, and one evaluation. */
  static final long REPEATED_MILLIS = 2000;

  /** From SIGTERM to the end of the process. */
  static final long DRAIN_MILLIS = 10_000;

  /** What a busy machine adds to a deadline until the next evaluation is reported. */
  static final long ALLOWANCE_MILLIS = 2500;

  /** Later attempts are put off on purpose. */
  private static final int PROMPT_ATTEMPTS = 2;

  /** After a fault the machine has to be left alone for this time, for times to mean something. */
  private static final long QUIET_MILLIS = 6000;

  private static final double QUIET_PROCESSORS = 0.25;

  /** Without them no job comes further. */
  private static final Set<Role> DRIVE = EnumSet.of(Role.ORCHESTRATOR, Role.BROKER);

  private final List<Life> jobs;
  private final Bustle bustle;
  private final List<Finding> findings = new ArrayList<>();

  private Bars(List<Life> jobs, Bustle bustle) {
    this.jobs = jobs;
    this.bustle = bustle;
  }

  /**
   * Which bars don't hold.
   *
   * @param bustle what other programs took of the machine
   */
  public static List<Finding> of(List<Struck> struck, List<Life> jobs, Bustle bustle) {
    Bars bars = new Bars(jobs, bustle);
    for (int i = 0; i < struck.size(); i++) {
      long next = i + 1 < struck.size() ? struck.get(i + 1).from() : Long.MAX_VALUE;
      bars.check(struck.get(i), homeless(struck.subList(0, i)), next);
    }
    return bars.findings;
  }

  /** Whether the time that jobs took after a fault says anything: nothing else was near. */
  static boolean judged(Struck struck, Bustle bustle) {
    return struck.fault().alone()
        && bustle.mean(struck.from() - 1000, struck.from() + QUIET_MILLIS) <= QUIET_PROCESSORS;
  }

  /** Since when jobs may have nobody who drives them, and still be told as running. */
  private static long homeless(List<Struck> before) {
    return before.stream()
        .filter(one -> DRIVE.contains(one.fault().member().role()))
        .mapToLong(Struck::to)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  private void check(Struck struck, long homeless, long next) {
    Fault fault = struck.fault();
    if (struck.endedMillis() > DRAIN_MILLIS) {
      add(
          fault,
          struck.endedMillis() == Struck.NEVER
              ? "it did not end and had to be killed"
              : "it took %d ms to end; %d are allowed"
                  .formatted(struck.endedMillis(), DRAIN_MILLIS));
    }
    if (!judged(struck, bustle)) {
      return;
    }
    Role role = fault.member().role();
    boolean killed = fault.kind() == Kind.KILL || fault.kind() == Kind.CORRUPT;
    List<Life> ran =
        jobs.stream()
            .filter(job -> job.interactive() && job.running(struck.from()))
            .filter(job -> job.cameFurther(homeless, struck.from()))
            .toList();
    for (Life job : ran) {
      if (role == Role.ORCHESTRATOR && killed) {
        again(struck, job, AGAIN_MILLIS);
      } else if (role == Role.ORCHESTRATOR && fault.kind() == Kind.FREEZE) {
        again(struck, job, Settings.LOCK.toMillis() + ALLOWANCE_MILLIS);
      } else if (role == Role.DENOISER && killed) {
        undisturbed(struck, next, job);
      } else if (fault.kind() == Kind.FREEZE) {
        frozen(struck, job);
      }
    }
  }

  private void again(Struck struck, Life job, long bar) {
    var attempt = job.successor(struck.from());
    if (attempt.isEmpty() || job.attemptsBefore(struck.from()) >= PROMPT_ATTEMPTS) {
      return;
    }
    long after = attempt.get().getKey() - struck.from();
    if (after > bar) {
      add(
          struck.fault(),
          "%s ran again after %d ms; %d are allowed".formatted(job.job().name(), after, bar));
    }
    var resumed = attempt.get().getValue().resumedAt();
    int fair = job.doneAt(struck.from() - REPEATED_MILLIS) - 1;
    if (struck.fault().kind() == Kind.KILL && resumed.isPresent() && resumed.getAsLong() < fair) {
      add(
          struck.fault(),
          "%s went on from evaluation %d; it had done %d more than 2 s before"
              .formatted(job.job().name(), resumed.getAsLong(), fair + 1));
    }
  }

  private void undisturbed(Struck struck, long next, Life job) {
    job.attemptBetween(struck.from(), next)
        .ifPresent(attempt -> add(struck.fault(), job.job().name() + " began another attempt"));
  }

  private void frozen(Struck struck, Life job) {
    Fault fault = struck.fault();
    boolean another = fault.member().role() == Role.DENOISER;
    long cost = struck.to() - struck.from();
    long bar =
        ALLOWANCE_MILLIS + (another ? Math.min(cost, Settings.STEP_TIMEOUT.toMillis()) : cost);
    job.resumed(struck.from())
        .ifPresent(
            after -> {
              if (after > bar) {
                add(
                    fault,
                    "%s went on after %d ms; %d are allowed"
                        .formatted(job.job().name(), after, bar));
              }
            });
  }

  private void add(Fault fault, String what) {
    findings.add(
        new Finding(
            Problem.SLOW,
            "fault "
                + fault.number()
                + " ("
                + fault.kind().title()
                + " "
                + fault.member().title()
                + "): "
                + what));
  }
}
