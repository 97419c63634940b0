package dev.langevin.bench.chaos.schedule;

import static dev.langevin.bench.chaos.schedule.Kind.CUT;
import static dev.langevin.bench.chaos.schedule.Kind.FREEZE;
import static dev.langevin.bench.chaos.schedule.Kind.KILL;
import static dev.langevin.bench.chaos.schedule.Kind.TERMINATE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The faults of a run, in order of their beginning. Kinds and members come round in random order,
 * so that a long run has seen all of them together; most faults come alone, some while another one
 * lasts, and now and then everything is killed at once.
 *
 * @param seed what it was made from
 * @param length how long faults come
 * @param faults what goes wrong
 */
public record Schedule(long seed, Duration length, List<Fault> faults) {
  /** Before the first fault. */
  private static final long FIRST_MILLIS = 3000;

  /** After a fault is over, before the next begins. */
  private static final int SHORTEST_REST = 3000;

  private static final int LONGEST_REST = 5000;

  /** A process that was ended takes this long to be of use again. */
  private static final int RESTART_MILLIS = 2500;

  /** One fault in so many begins while another lasts. */
  private static final int COMPANY = 5;

  private static final int LONGEST_HEAD_START = 1000;

  /** After every such time all processes are killed at once. */
  private static final long BLACKOUTS_MILLIS = 270_000;

  private static final int BLACKOUT_RESTART_MILLIS = 12_000;

  /** One round; what ends processes comes more often, damaged connections in all forms. */
  private static final List<Kind> ROUND = new ArrayList<>(List.of(Kind.values()));

  static {
    ROUND.addAll(List.of(KILL, KILL, FREEZE, TERMINATE, CUT));
  }

  /** The schedule of a seed. */
  public static Schedule of(long seed, Duration length) {
    Random random = new Random(seed);
    Deck<Kind> kinds = new Deck<>(ROUND, random);
    Map<Kind, Deck<Member>> members = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      members.put(kind, new Deck<>(kind.members(), random));
    }
    List<Fault> faults = new ArrayList<>();
    long at = FIRST_MILLIS;
    long blackout = BLACKOUTS_MILLIS;
    while (true) {
      if (at > blackout && at + BLACKOUT_RESTART_MILLIS < length.toMillis()) {
        for (Member member : Member.values()) {
          long lasts = random.nextInt(Kind.KILL.shortest(), Kind.KILL.longest());
          faults.add(new Fault(faults.size() + 1, at, Kind.KILL, member, lasts, false));
        }
        at += BLACKOUT_RESTART_MILLIS;
        blackout += BLACKOUTS_MILLIS;
      }
      boolean company = random.nextInt(COMPANY) == 0;
      Draw draw = new Draw(random, kinds, members, !company);
      Fault first = draw.fault(faults.size() + 1, at, null);
      long later = at + 100 + random.nextInt(LONGEST_HEAD_START);
      Fault second = company ? draw.fault(faults.size() + 2, later, first) : null;
      long over = Math.max(over(first), second == null ? 0 : over(second));
      if (over > length.toMillis()) {
        return new Schedule(seed, length, List.copyOf(faults));
      }
      faults.add(first);
      if (second != null) {
        faults.add(second);
      }
      at = over + random.nextInt(SHORTEST_REST, LONGEST_REST);
    }
  }

  private static long over(Fault fault) {
    return fault.endMillis() + (fault.kind().ends() ? RESTART_MILLIS : 0);
  }

  private record Draw(
      Random random, Deck<Kind> kinds, Map<Kind, Deck<Member>> members, boolean alone) {
    Fault fault(int number, long at, Fault beside) {
      Kind kind = kinds.draw(k -> beside == null || !twoDenoisers(k.lies(), beside));
      Member member = members.get(kind).draw(m -> beside == null || suits(kind, m, beside));
      long lasts = random.nextInt(kind.shortest(), kind.longest());
      return new Fault(number, at, kind, member, lasts, alone);
    }

    /** Two replicas whose answers are false agree that the job is at fault, and would be right. */
    private static boolean suits(Kind kind, Member member, Fault beside) {
      boolean denoiser = member.role() == Role.DENOISER;
      boolean lies = kind.lies() || beside.kind().lies();
      return member != beside.member() && !(denoiser && twoDenoisers(lies, beside));
    }

    private static boolean twoDenoisers(boolean lies, Fault beside) {
      return lies && beside.member().role() == Role.DENOISER;
    }
  }
}
