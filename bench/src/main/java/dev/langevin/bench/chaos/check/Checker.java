package dev.langevin.bench.chaos.check;

import static dev.langevin.bench.chaos.check.Problem.DUPLICATE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks what was seen from outside against what was promised. */
public final class Checker {
  private Checker() {}

  /**
   * What is wrong with the jobs.
   *
   * @param jobs all that were asked for
   * @param listings what the gateways list when all is over
   * @param reference how each request of the catalogue ends when nothing goes wrong
   * @param known request_ids of generations that are no jobs of the load
   */
  public static List<Finding> jobs(
      List<JobRecord> jobs, List<Listing> listings, List<Ending> reference, Set<String> known) {
    List<Finding> findings = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    Set<String> requestIds = new HashSet<>(known);
    for (JobRecord job : jobs) {
      findings.addAll(JobChecks.of(job, listings, reference.get(job.order().recipe())));
      ids.addAll(job.ids());
      requestIds.add(job.order().requestId());
    }
    for (Listing listing : listings) {
      Set<String> once = new HashSet<>();
      listing
          .requestIds()
          .forEach(
              (id, requestId) -> {
                if (!once.add(requestId)) {
                  findings.add(
                      new Finding(DUPLICATE, "request_id " + requestId + " is listed twice"));
                }
                if (!requestIds.contains(requestId)) {
                  findings.add(new Finding(DUPLICATE, "generation " + id + " was never asked for"));
                }
              });
    }
    return findings;
  }
}
