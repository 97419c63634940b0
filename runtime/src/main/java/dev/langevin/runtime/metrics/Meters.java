package dev.langevin.runtime.metrics;

import dev.langevin.runtime.metrics.Meter.Kind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The numbers of a process: counts and histograms that its parts hold on to and add to, and what
 * others tell when they are asked. Parts of one process that count the same add up, so that a
 * process with several services, as {@code langevin serve} has, tells them like one with one.
 */
public final class Meters {
  private static final Meters PROCESS = new Meters();

  private final Map<Meter, Family> families;

  Meters() {
    Map<Meter, Family> all = new EnumMap<>(Meter.class);
    for (Meter meter : Meter.values()) {
      all.put(meter, meter.kind() == Kind.HISTOGRAM ? new Spreads(meter) : new Values(meter));
    }
    families = Collections.unmodifiableMap(all);
  }

  /** Those of this process. */
  public static Meters ofProcess() {
    return PROCESS;
  }

  /**
   * A counter to add to; hold on to it, and adding costs next to nothing.
   *
   * @param labels the values of its labels, in their order
   */
  public Count count(Meter meter, String... labels) {
    return values(meter, Kind.COUNTER).count(labels);
  }

  /**
   * A histogram to put values into; hold on to it.
   *
   * @param labels the values of its labels, in their order
   */
  public Spread spread(Meter meter, String... labels) {
    return spreads(meter).spread(labels);
  }

  /**
   * Asks for values whenever somebody wants to know, on his thread; what it throws is logged, and
   * its values are missing then.
   *
   * @return stops asking
   */
  public Telling tell(Meter meter, Consumer<Told> source) {
    return values(meter, null).tell(source);
  }

  /**
   * All numbers.
   *
   * @param accept the formats that the reader prefers, as HTTP has it; may be null
   */
  public Exposition expose(String accept) {
    return Expositions.of(families.values(), this == PROCESS, accept);
  }

  private Values values(Meter meter, Kind kind) {
    if (kind != null && meter.kind() != kind || !(families.get(meter) instanceof Values values)) {
      throw new IllegalArgumentException(meter + " is a " + meter.kind());
    }
    return values;
  }

  private Spreads spreads(Meter meter) {
    if (families.get(meter) instanceof Spreads spreads) {
      return spreads;
    }
    throw new IllegalArgumentException(meter + " is a " + meter.kind());
  }
}
