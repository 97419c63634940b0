package dev.langevin.sampling.guidance;

import dev.langevin.sampling.SamplingException;
import java.util.List;
import java.util.Locale;

/** The methods of guidance by name. */
public final class Guidances {
  /** The largest scale. */
  public static final double MOST_SCALE = 100;

  private static final List<String> NAMES =
      List.of("cfg", "cfg_pp", "apg", "perpendicular", "negatives");
  private static final List<String> INSIDE = List.of("pag", "seg", "slg", "skip_layer");

  private Guidances() {}

  /**
   * Checks a method's name.
   *
   * @throws SamplingException if there is no such method, or if it changes the network's inside,
   *     which an exported network does not let us do
   */
  public static String named(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT).replace("cfg++", "cfg_pp");
    if (INSIDE.contains(lower)) {
      throw SamplingException.unsupported(
          "guidance", name, String.join(", ", NAMES) + " (it needs the network's inside)");
    }
    if (!NAMES.contains(lower)) {
      throw SamplingException.notOneOf("guidance", name, NAMES);
    }
    return lower;
  }

  static void check(String field, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw SamplingException.outOfRange(field, value, least, most);
    }
  }
}
