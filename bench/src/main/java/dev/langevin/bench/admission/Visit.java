package dev.langevin.bench.admission;

import dev.langevin.bench.loop.Span;
import java.util.Comparator;
import java.util.List;

/**
 * The way of a job to the end of its first evaluation, in milliseconds.
 *
 * @param slot from accept until an orchestrator's slot has it
 * @param encode until its prompts are encoded
 * @param open until a denoiser has its stream and its first question
 * @param queue until the network begins with that
 * @param run until it has ended
 */
record Visit(double slot, double encode, double open, double queue, double run) {
  /** Of a job whose spans these are. */
  static Visit of(List<Span> spans) {
    Span slot = first(spans, "orchestrator.queue");
    Span encode = first(spans, "orchestrator.encode");
    Span wait = first(spans, "denoiser.wait");
    Span run = first(spans, "denoiser.run");
    return new Visit(
        millis(slot.start(), slot.end()),
        millis(slot.end(), encode.end()),
        millis(encode.end(), wait.start()),
        millis(wait.start(), run.start()),
        millis(run.start(), run.end()));
  }

  /** From accept until the network begins with its first evaluation. */
  double begun() {
    return slot + encode + open + queue;
  }

  /** From accept until the network has done its first evaluation. */
  double done() {
    return begun() + run;
  }

  private static Span first(List<Span> spans, String name) {
    return spans.stream()
        .filter(span -> span.name().equals(name))
        .min(Comparator.comparingLong(Span::start))
        .orElseThrow(() -> new IllegalStateException("a job has no span " + name));
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }
}
