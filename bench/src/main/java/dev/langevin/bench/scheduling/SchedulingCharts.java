package dev.langevin.bench.scheduling;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.internal.chartpart.Chart;

/** A panel per question. */
final class SchedulingCharts {
  private SchedulingCharts() {}

  static List<Chart<?, ?>> of(Findings findings) {
    return List.of(
        againstFifo("Mean latency of 4-step jobs, a/b 4", findings, Summary::shortMean, Bars.SHORT),
        againstFifo("p99 latency of 50-step jobs, a/b 4", findings, Summary::longP99, Bars.LONG),
        goodputs(findings.goodputs()),
        caps(findings.caps()),
        misses(findings.due()),
        sharing(findings.sharing()),
        wide(findings.wide()),
        ways(findings.ways()),
        fleets(
            "Mean latency of 4-step jobs at 0.8 of the capacity, a/b 4",
            "× alone",
            findings.fleets(),
            Summary::shortSlowdown),
        fleets(
            "p99 latency of 50-step jobs at 0.8 of the capacity, a/b 4",
            "seconds",
            findings.fleets(),
            summary -> summary.longP99() / 1e3));
  }

  private static Chart<?, ?> againstFifo(
      String title, Findings findings, ToDoubleFunction<Summary> value, double bar) {
    Panel panel = new Panel(title, "load, of each one's own capacity", "× that of whole requests");
    for (Point point : findings.loads()) {
      Summary fifo = Findings.summary(findings.loads(), Findings.FIFO, point.setting());
      double ratio = value.applyAsDouble(point.summary()) / value.applyAsDouble(fifo);
      panel.add(point.discipline(), "%.1f".formatted(point.setting().load()), ratio);
    }
    return panel.lines(bar);
  }

  private static Chart<?, ?> goodputs(List<Findings.Rate> rates) {
    Panel panel =
        new Panel(
            "Goodput: the rate at which 95 % end within 5 × alone",
            "a/b, arrivals", "× that of batches of requests");
    for (Findings.Rate rate : rates) {
      Setting at = rate.setting();
      double base = Findings.rate(rates, Findings.BATCHES, at);
      panel.add(
          rate.discipline(),
          "%d, %s".formatted(at.ratio(), at.arrivals()),
          rate.perSecond() / base);
    }
    return panel.columns(Bars.GOODPUT, true, 0.5);
  }

  private static Chart<?, ?> caps(List<Findings.Rate> rates) {
    return rates(
        "Goodput by the batch cap, a/b 4",
        "most rows of a run",
        rates,
        rate -> String.valueOf(rate.setting().cap()));
  }

  private static Chart<?, ?> wide(List<Findings.Rate> rates) {
    return rates(
        "Goodput by the number of replicas, a/b 4",
        "replicas; whole requests and batches from one queue for all",
        rates,
        rate -> String.valueOf(rate.setting().replicas()));
  }

  private static Chart<?, ?> rates(
      String title, String x, List<Findings.Rate> rates, Function<Findings.Rate, String> at) {
    Panel panel = new Panel(title, x, "jobs per second and replica");
    for (Findings.Rate rate : rates) {
      panel.add(rate.discipline(), at.apply(rate), rate.perSecond() / rate.setting().replicas());
    }
    return panel.lines(Double.NaN);
  }

  private static Chart<?, ?> misses(List<Point> points) {
    Panel panel =
        new Panel(
            "Three jobs of ten have a deadline of 2 to 8 × alone",
            "load, of each one's own capacity",
            "% missed");
    for (Point point : points) {
      String load = "%.1f".formatted(point.setting().load());
      panel.add(point.discipline(), load, 100 * point.summary().missed());
    }
    return panel.lines(Double.NaN);
  }

  private static Chart<?, ?> sharing(List<Sharing> some) {
    Panel panel =
        new Panel(
            "A tenant with 20 % of the capacity, and one with 120 %",
            "", "mean latency of the light one's jobs, × alone");
    for (Sharing one : some) {
      panel.add("by itself", one.discipline(), one.alone());
      panel.add("beside the heavy one", one.discipline(), one.shared());
    }
    return panel.columns(Double.NaN, true, 1);
  }

  private static Chart<?, ?> ways(List<Point> points) {
    Panel panel =
        new Panel(
            "What the way between job and replica costs, a/b 4, at 0.8",
            "from an answer to the next step",
            "seconds");
    for (Point point : points) {
      panel.add("mean", point.discipline(), point.summary().mean() / 1e3);
      panel.add("p99", point.discipline(), point.summary().p99() / 1e3);
    }
    return panel.columns(Double.NaN, false, 0);
  }

  private static Chart<?, ?> fleets(
      String title, String y, List<Point> points, ToDoubleFunction<Summary> value) {
    Panel panel = new Panel(title, "replicas; whole requests from one queue for all", y);
    for (Point point : points) {
      panel.add(
          point.discipline(),
          String.valueOf(point.setting().replicas()),
          value.applyAsDouble(point.summary()));
    }
    return panel.lines(Double.NaN);
  }
}
