package dev.langevin.bench.chaos.check;

import static dev.langevin.bench.chaos.check.Problem.BACKWARDS;
import static dev.langevin.bench.chaos.check.Problem.DIFFERENT;
import static dev.langevin.bench.chaos.check.Problem.DUPLICATE;
import static dev.langevin.bench.chaos.check.Problem.LOST;
import static dev.langevin.bench.chaos.check.Problem.REFUSED;
import static dev.langevin.bench.chaos.check.Problem.REVIVED;

import dev.langevin.bench.chaos.load.Intent;
import dev.langevin.v1.Generation.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks one job. */
final class JobChecks {
  private static final String DEADLINE = "DEADLINE_EXCEEDED";

  private final JobRecord job;
  private final List<Listing> listings;
  private final List<Finding> findings = new ArrayList<>();

  private JobChecks(JobRecord job, List<Listing> listings) {
    this.job = job;
    this.listings = listings;
  }

  /**
   * What is wrong with a job.
   *
   * @param listings what the gateways list when all is over
   * @param reference how its request ends when nothing goes wrong
   */
  static List<Finding> of(JobRecord job, List<Listing> listings, Ending reference) {
    JobChecks checks = new JobChecks(job, listings);
    job.complaints().forEach(complaint -> checks.add(REFUSED, complaint));
    if (job.ids().size() > 1) {
      checks.add(DUPLICATE, "one request_id made generations " + job.ids());
    }
    if (!job.ids().isEmpty()) {
      checks.ends();
      checks.pictures(reference);
      for (int watcher : Set.of(0, 1)) {
        checks.monotone(job.seen().stream().filter(s -> s.watcher() == watcher).toList());
      }
    }
    return checks.findings;
  }

  private void ends() {
    Set<Ending> different = new HashSet<>(endings().toList());
    if (different.isEmpty()) {
      add(LOST, "it was accepted, and has no end");
    }
    if (different.size() > 1) {
      add(DUPLICATE, "it ended in more than one way: " + different);
    }
    for (Listing listing : listings) {
      if (!listing.ended(job.name())) {
        add(LOST, "gateway %d lists no end of it".formatted(listing.gateway() + 1));
      }
    }
    different.stream().filter(ending -> !asked(ending)).forEach(this::lost);
    if (job.cancelled() && different.stream().anyMatch(e -> e.state() != State.STATE_CANCELLED)) {
      add(REVIVED, "its cancellation was confirmed, and it ended as " + different);
    }
  }

  private void lost(Ending ending) {
    add(
        LOST,
        "nobody asked for %s %s: %s".formatted(ending.state(), ending.reason(), ending.message()));
  }

  private boolean asked(Ending ending) {
    return switch (ending.state()) {
      case STATE_SUCCEEDED -> true;
      case STATE_CANCELLED -> job.order().intent().cancels();
      case STATE_FAILED ->
          job.order().intent() == Intent.DEADLINE && ending.reason().equals(DEADLINE);
      // no model of these runs has a safety checker
      case STATE_FILTERED, STATE_UNSPECIFIED, STATE_QUEUED, STATE_RUNNING, UNRECOGNIZED -> false;
    };
  }

  private void pictures(Ending reference) {
    endings()
        .filter(ending -> ending.state() == State.STATE_SUCCEEDED)
        .distinct()
        .filter(ending -> !ending.digests().equals(reference.digests()))
        .forEach(
            ending ->
                add(
                    DIFFERENT,
                    "its pictures are %s, not %s"
                        .formatted(ending.digests(), reference.digests())));
    job.digests()
        .forEach(
            (name, sha256) -> {
              if (!name.endsWith(sha256)) {
                add(DIFFERENT, "the bytes of %s have the digest %s".formatted(name, sha256));
              }
            });
  }

  /** States, attempts, and evaluations within an attempt may only rise for one watcher. */
  private void monotone(Collection<Seen> told) {
    Seen before = null;
    for (Seen seen : told) {
      if (before != null && back(before, seen)) {
        add(BACKWARDS, "%s after %s".formatted(seen, before));
      }
      before = seen;
    }
  }

  private static boolean back(Seen before, Seen seen) {
    if (before.end()) {
      return seen.state() != before.state();
    }
    return seen.start() < before.start()
        || seen.start() == before.start()
            && seen.connection() == before.connection()
            && seen.evaluation() < before.evaluation()
            && seen.state() == before.state();
  }

  private Stream<Ending> endings() {
    return Stream.concat(
        job.endings().values().stream(),
        listings.stream()
            .filter(listing -> listing.ended(job.name()))
            .map(listing -> listing.endings().get(job.name())));
  }

  private void add(Problem problem, String what) {
    findings.add(
        new Finding(
            problem,
            "%s (%s, %s): %s"
                .formatted(job.name(), job.order().requestId(), job.order().intent(), what)));
  }
}
