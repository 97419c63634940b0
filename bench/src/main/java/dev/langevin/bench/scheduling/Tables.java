package dev.langevin.bench.scheduling;

import dev.langevin.bench.kit.TextTable;
import java.util.List;

/** The findings for people. */
final class Tables {
  private Tables() {}

  static List<TextTable> of(Findings findings) {
    return List.of(
        served(findings.judged()),
        goodputs("goodput", findings.goodputs()),
        goodputs("goodput of fleets", findings.wide()),
        misses(findings.due()),
        sharing(findings),
        ways(findings),
        fleets(findings));
  }

  private static TextTable ways(Findings findings) {
    TextTable table =
        new TextTable(
            "from an answer to the next step", "mean ms", "4-step × alone", "50-step p99 ms");
    for (Point point : findings.ways()) {
      Summary was = point.summary();
      table.add(
          point.discipline(),
          Math.round(was.mean()),
          was.shortSlowdown(),
          Math.round(was.longP99()));
    }
    return table;
  }

  private static TextTable served(List<Point> points) {
    TextTable table =
        new TextTable(
            "",
            "a/b",
            "arrivals",
            "load",
            "mean ms",
            "p99 ms",
            "4-step mean ms",
            "× alone",
            "50-step p99 ms",
            "longest ms",
            "in time %");
    for (Point point : points) {
      Setting at = point.setting();
      Summary was = point.summary();
      table.add(
          point.discipline(),
          at.ratio(),
          at.arrivals(),
          at.load(),
          Math.round(was.mean()),
          Math.round(was.p99()),
          Math.round(was.shortMean()),
          was.shortSlowdown(),
          Math.round(was.longP99()),
          Math.round(was.longest()),
          100 * was.inTime());
    }
    return table;
  }

  private static TextTable goodputs(String name, List<Findings.Rate> rates) {
    TextTable table =
        new TextTable(
            name, "a/b", "arrivals", "cap", "replicas", "jobs/s", "of capacity %", "× batches'");
    for (Findings.Rate rate : rates) {
      Setting at = rate.setting();
      double capacity = at.fleet().batchedCapacity(Mix.USUAL);
      double base = Findings.rate(rates, Findings.BATCHES, at);
      table.add(
          rate.discipline(),
          at.ratio(),
          at.arrivals(),
          at.cap(),
          at.replicas(),
          rate.perSecond(),
          100 * rate.perSecond() / capacity,
          rate.perSecond() / base);
    }
    return table;
  }

  private static TextTable misses(List<Point> points) {
    TextTable table = new TextTable("% of deadlines missed, a/b 4", "load", "%");
    for (Point point : points) {
      table.add(point.discipline(), point.setting().load(), 100 * point.summary().missed());
    }
    return table;
  }

  private static TextTable sharing(Findings findings) {
    TextTable table = new TextTable("light tenant's slowdown", "by itself", "beside the heavy one");
    findings.sharing().forEach(one -> table.add(one.discipline(), one.alone(), one.shared()));
    return table;
  }

  private static TextTable fleets(Findings findings) {
    TextTable table =
        new TextTable("at 0.8, a/b 4", "replicas", "4-step × alone", "50-step p99 ms");
    for (Point point : findings.fleets()) {
      table.add(
          point.discipline(),
          point.setting().replicas(),
          point.summary().shortSlowdown(),
          Math.round(point.summary().longP99()));
    }
    return table;
  }
}
