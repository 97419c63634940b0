package dev.langevin.bench.chaos.check;

import static dev.langevin.bench.chaos.check.Problem.BACKWARDS;
import static dev.langevin.bench.chaos.check.Problem.DIFFERENT;
import static dev.langevin.bench.chaos.check.Problem.DUPLICATE;
import static dev.langevin.bench.chaos.check.Problem.LOST;
import static dev.langevin.bench.chaos.check.Problem.REFUSED;
import static dev.langevin.bench.chaos.check.Problem.REVIVED;

import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks batches: each line once, in order, with the picture that its request alone has. */
public final class BatchChecks {
  /** A feeder that hears of everything late may still enqueue what it began before. */
  static final long LATE_MILLIS = 6000;

  private final BatchRecord batch;
  private final List<Ending> reference;
  private final List<Finding> findings = new ArrayList<>();

  private BatchChecks(BatchRecord batch, List<Ending> reference) {
    this.batch = batch;
    this.reference = reference;
  }

  /**
   * What is wrong with the batches.
   *
   * @param batches all that were asked for
   * @param listings what the gateways tell when all is over
   * @param reference how each request of the catalogue ends when nothing goes wrong
   */
  public static List<Finding> of(
      List<BatchRecord> batches, List<BatchListing> listings, List<Ending> reference) {
    List<Finding> findings = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (BatchRecord batch : batches) {
      BatchChecks checks = new BatchChecks(batch, reference);
      checks.check(listings);
      findings.addAll(checks.findings);
      known.addAll(batch.ids());
    }
    for (BatchListing listing : listings) {
      Set<String> strangers = new HashSet<>(listing.batches().keySet());
      strangers.addAll(listing.made().keySet());
      strangers.removeAll(known);
      strangers.forEach(
          id -> findings.add(new Finding(DUPLICATE, "batch " + id + " was never asked for")));
    }
    return findings;
  }

  private void check(List<BatchListing> listings) {
    batch.complaints().forEach(complaint -> add(REFUSED, complaint));
    if (batch.ids().size() > 1) {
      add(DUPLICATE, "one request_id made batches " + batch.ids());
    }
    if (!batch.ids().isEmpty()) {
      listings.forEach(this::listed);
      forward();
    }
  }

  private void listed(BatchListing listing) {
    Batch end = listing.batches().get(batch.name());
    if (end == null || !BatchSeen.ended(end.getState())) {
      add(LOST, "gateway %d lists no end of it: %s".formatted(listing.gateway() + 1, end));
      return;
    }
    List<Line> lines = listing.lines().get(batch.name());
    Map<String, Long> made = listing.made().getOrDefault(batch.name(), Map.of());
    asked(end);
    order("gateway %d".formatted(listing.gateway() + 1), lines);
    lines.forEach(line -> line(end, line));
    counts(end, lines);
    generations(lines, made, end);
    told("while it ran", lines, batch.followed());
    told("in its archive", lines, batch.archived());
    archive(lines);
  }

  private void asked(Batch end) {
    boolean asked =
        end.getState() == State.STATE_COMPLETED
            || end.getState() == State.STATE_CANCELLED && batch.cancelled();
    if (!asked) {
      add(LOST, "nobody asked for %s: %s".formatted(end.getState(), end.getError().getMessage()));
    }
    if (batch.cancelled() && end.getState() != State.STATE_CANCELLED) {
      add(REVIVED, "its cancellation was confirmed, and it ended as " + end.getState());
    }
  }

  private void order(String where, List<Line> lines) {
    int size = batch.order().recipes().size();
    if (lines.size() != size) {
      add(
          lines.size() < size ? LOST : DUPLICATE,
          "%s tells %d of %d lines".formatted(where, lines.size(), size));
    }
    for (int i = 0; i < Math.min(size, lines.size()); i++) {
      Line line = lines.get(i);
      if (line.number() != i + 1 || !line.customId().equals(batch.order().customId(i + 1))) {
        add(DIFFERENT, "%s tells %s in place of line %d".formatted(where, line, i + 1));
        return;
      }
    }
  }

  private void line(Batch end, Line line) {
    int recipe = batch.order().recipes().get(line.number() - 1);
    boolean right =
        switch (line.state()) {
          case STATE_SUCCEEDED -> recipe >= 0;
          case STATE_CANCELLED -> recipe >= 0 && end.getState() == State.STATE_CANCELLED;
          case STATE_UNSPECIFIED -> recipe < 0 && line.reason().equals("LINE_SKIPPED");
          case STATE_FAILED, STATE_FILTERED, STATE_QUEUED, STATE_RUNNING, UNRECOGNIZED -> false;
        };
    if (!right) {
      add(LOST, "nobody asked for " + line);
    } else if (!line.digests().isEmpty()
        && !line.digests().equals(reference.get(recipe).digests())) {
      add(DIFFERENT, "%s: not %s".formatted(line, reference.get(recipe).digests()));
    }
  }

  private void counts(Batch end, List<Line> lines) {
    Map<String, Long> told = new TreeMap<>();
    told.put("SUCCEEDED", (long) end.getSucceeded());
    told.put("FAILED", (long) end.getFailed());
    told.put("CANCELLED", (long) end.getCancelled());
    told.put("FILTERED", (long) end.getFiltered());
    told.put("UNSPECIFIED", (long) end.getSkipped());
    told.forEach(
        (state, count) -> {
          long counted =
              lines.stream().filter(l -> l.state().name().equals("STATE_" + state)).count();
          if (counted != count) {
            add(DIFFERENT, "it counts %d lines %s; there are %d".formatted(count, state, counted));
          }
        });
  }

  private void generations(List<Line> lines, Map<String, Long> made, Batch end) {
    Set<String> named = new HashSet<>();
    for (Line line : lines) {
      if (!line.generation().isEmpty() && !named.add(line.generation())) {
        add(DUPLICATE, "two lines name generation " + line.generation());
      }
    }
    if (!named.equals(made.keySet())) {
      add(
          DUPLICATE,
          "its lines name %d generations; %d are there".formatted(named.size(), made.size()));
    }
    if (end.getEnqueued() != made.size()) {
      add(DIFFERENT, "it enqueued %d lines, of %d".formatted(end.getEnqueued(), made.size()));
    }
    made.forEach(
        (generation, at) -> {
          if (batch.quietFrom() != BatchRecord.NEVER
              && at > batch.quietFrom() + LATE_MILLIS
              && at < batch.quietTo()) {
            add(
                REVIVED,
                "%s was enqueued %d ms after a gateway said there would be no more"
                    .formatted(generation, at - batch.quietFrom()));
          }
        });
  }

  private void told(String when, List<Line> lines, List<Line> told) {
    order(when, told);
    Set<Line> others = new HashSet<>(told);
    others.removeAll(new HashSet<>(lines));
    others.forEach(line -> add(DIFFERENT, "%s was told %s".formatted(line, when)));
  }

  private void archive(List<Line> lines) {
    Map<String, String> pictures = new TreeMap<>();
    for (Line line : lines) {
      for (int i = 0; i < line.digests().size(); i++) {
        pictures.put("%06d-%d.png".formatted(line.number(), i), line.digests().get(i));
      }
    }
    if (!pictures.equals(batch.pictures())) {
      add(DIFFERENT, "its archive holds other pictures than its lines have");
    }
  }

  /** Lines that have ended stay so; a batch that has ended, too. */
  private void forward() {
    BatchSeen before = null;
    for (BatchSeen seen : batch.seen()) {
      if (before != null
          && (seen.ended() < before.ended()
              || seen.enqueued() < before.enqueued()
              || before.end() && seen.state() != before.state())) {
        add(BACKWARDS, "%s after %s".formatted(seen, before));
      }
      before = seen;
    }
  }

  private void add(Problem problem, String what) {
    findings.add(
        new Finding(
            problem,
            "batch %s (%s, %s): %s"
                .formatted(batch.name(), batch.order().requestId(), batch.order().intent(), what)));
  }
}
