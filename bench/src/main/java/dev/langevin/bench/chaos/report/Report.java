package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.JobRecord;
import dev.langevin.bench.chaos.check.Problem;
import dev.langevin.bench.chaos.check.Seen;
import dev.langevin.bench.chaos.schedule.Schedule;
import dev.langevin.bench.chaos.strike.Struck;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param schedule what was to go wrong
 * @param struck what went wrong
 * @param jobs the jobs' lives
 * @param batches what came of the batches
 * @param recoveries how long jobs took to come further
 * @param findings what must not be
 * @param damaged checkpoints that were damaged
 * @param bustle what other programs took of the machine
 * @param holdings what processes held before and after
 * @param folder where logs and files of the run are
 */
public record Report(
    Schedule schedule,
    List<Struck> struck,
    List<Life> jobs,
    Batches batches,
    List<Recovery> recoveries,
    List<Finding> findings,
    int damaged,
    Bustle bustle,
    List<Holding> holdings,
    Path folder) {

  /** Whether everything is as promised. */
  public boolean good() {
    return findings.isEmpty() && batches.findings().isEmpty();
  }

  /** How many faults of each kind there were. */
  public Map<String, Long> kinds() {
    return struck.stream()
        .collect(
            Collectors.groupingBy(
                one -> one.fault().kind().title(), TreeMap::new, Collectors.counting()));
  }

  /** How many faults were judged by the time that jobs took. */
  public long judged() {
    return struck.stream().filter(one -> Bars.judged(one, bustle)).count();
  }

  /** How many findings of a sort there are. */
  public long count(Problem problem) {
    return findings.stream().filter(finding -> finding.problem() == problem).count();
  }

  /** Jobs by how they ended. */
  public Map<String, Long> ends() {
    return jobs.stream()
        .map(Life::job)
        .collect(Collectors.groupingBy(Report::end, TreeMap::new, Collectors.counting()));
  }

  /** Evaluations that were done more than once. */
  public long repeated() {
    return jobs.stream().mapToLong(Life::repeated).sum();
  }

  /** Attempts beyond each job's first. */
  public long attempts() {
    return jobs.stream().mapToLong(job -> Math.max(0, job.attempts().size() - 1)).sum();
  }

  /** The longest time in which no watcher was told anything, ms. */
  public long longestGap() {
    long longest = 0;
    long before = 0;
    for (long at :
        jobs.stream().flatMap(job -> job.seen().stream()).mapToLong(Seen::at).sorted().toArray()) {
      longest = Math.max(longest, at - before);
      before = Math.max(before, at);
    }
    return longest;
  }

  /**
   * How long clients waited until jobs were accepted, in milliseconds, sorted: while both gateways
   * or the broker are away, as long as that.
   */
  public List<Long> waits() {
    return jobs.stream()
        .map(Life::job)
        .filter(job -> !job.ids().isEmpty())
        .map(job -> job.accepted() - job.created())
        .sorted()
        .toList();
  }

  private static String end(JobRecord job) {
    return job.endings().values().stream()
        .findFirst()
        .map(ending -> ending.state().name().replace("STATE_", ""))
        .orElse("NONE");
  }
}
