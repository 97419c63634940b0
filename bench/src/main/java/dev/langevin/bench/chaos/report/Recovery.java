package dev.langevin.bench.chaos.report;

import dev.langevin.bench.chaos.schedule.Kind;
import dev.langevin.bench.chaos.schedule.Role;
import dev.langevin.bench.chaos.strike.Struck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long interactive jobs that ran took to come further after faults of one sort; batch jobs wait
 * for them on purpose.
 *
 * @param kind of the faults
 * @param role of those that were struck
 * @param faults how many there were
 * @param jobs how many jobs ran then
 * @param median ms
 * @param longest ms
 */
public record Recovery(Kind kind, Role role, int faults, int jobs, long median, long longest) {
  private record Sort(Kind kind, Role role) {}

  /** Of all sorts that came alone, in order of kind and role. */
  public static List<Recovery> of(List<Struck> struck, List<Life> jobs) {
    Comparator<Sort> order = Comparator.comparing(Sort::kind).thenComparing(Sort::role);
    Map<Sort, List<Struck>> sorts = new TreeMap<>(order);
    for (Struck one : struck.stream().filter(s -> s.fault().alone()).toList()) {
      Sort sort = new Sort(one.fault().kind(), one.fault().member().role());
      sorts.computeIfAbsent(sort, s -> new ArrayList<>()).add(one);
    }
    List<Recovery> recoveries = new ArrayList<>();
    sorts.forEach((sort, faults) -> recoveries.add(of(sort, faults, jobs)));
    return recoveries;
  }

  private static Recovery of(Sort sort, List<Struck> faults, List<Life> jobs) {
    List<Long> times = new ArrayList<>();
    for (Struck fault : faults) {
      jobs.stream()
          .filter(job -> job.interactive() && job.running(fault.from()))
          .forEach(job -> job.resumed(fault.from()).ifPresent(times::add));
    }
    times.sort(Comparator.naturalOrder());
    return new Recovery(
        sort.kind(),
        sort.role(),
        faults.size(),
        times.size(),
        times.isEmpty() ? 0 : times.get(times.size() / 2),
        times.isEmpty() ? 0 : times.getLast());
  }
}
