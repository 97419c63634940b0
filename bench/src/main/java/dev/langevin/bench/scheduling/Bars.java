package dev.langevin.bench.scheduling;

import dev.langevin.bench.kit.Bar;
import java.util.ArrayList;
import java.util.List;

/** What is promised of the order of service, where a run costs at least as much as four rows. */
final class Bars {
  /** Of the mean latency of 4-step jobs first come first served. */
  static final double SHORT = 0.35;

  /** Of the p99 latency of 50-step jobs first come first served, and of the longest at 1.1. */
  static final double LONG = 1.5;

  /** Of the goodput of batches of requests. */
  static final double GOODPUT = 1.5;

  static final double USUAL_LOAD = 0.8;
  static final double OVERLOAD = 1.1;

  private static final int LEAST_RATIO = 4;

  private Bars() {}

  static List<Bar> of(Findings findings) {
    List<Bar> bars = new ArrayList<>();
    for (Point point : findings.judged()) {
      if (point.discipline().equals(Steps.LANGEVIN.label())) {
        judge(point, findings.judged(), bars);
      }
    }
    for (Findings.Rate rate : findings.goodputs()) {
      Setting at = rate.setting();
      if (at.ratio() >= LEAST_RATIO && rate.discipline().equals(Steps.LANGEVIN.label())) {
        double base = Findings.rate(findings.goodputs(), Findings.BATCHES, at);
        bars.add(Bar.atLeast(named(at, "goodput"), rate.perSecond() / base, GOODPUT, "× batches'"));
      }
    }
    return bars;
  }

  private static void judge(Point point, List<Point> all, List<Bar> bars) {
    Setting at = point.setting();
    Summary fifo = Findings.summary(all, Findings.FIFO, at);
    Summary ours = point.summary();
    if (at.load() == OVERLOAD) {
      bars.add(most(at, "longest latency at 1.1", ours.longest() / fifo.longest(), LONG));
    } else if (at.ratio() >= LEAST_RATIO) {
      bars.add(most(at, "4-step jobs' mean", ours.shortMean() / fifo.shortMean(), SHORT));
      bars.add(most(at, "50-step jobs' p99", ours.longP99() / fifo.longP99(), LONG));
    }
  }

  private static Bar most(Setting at, String what, double measured, double limit) {
    return Bar.atMost(named(at, what), measured, limit, "× FIFO's");
  }

  private static String named(Setting at, String what) {
    return "a/b %d, %s: %s".formatted(at.ratio(), at.arrivals(), what);
  }
}
