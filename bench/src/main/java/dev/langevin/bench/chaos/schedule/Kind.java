package dev.langevin.bench.chaos.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What can go wrong. How long a fault lasts is drawn between two bounds, in milliseconds. */
public enum Kind {
  /** SIGKILL; it is started again when the time is over. */
  KILL(300, 1500, m -> true),
  /** SIGSTOP, and SIGCONT when the time is over: longer than any lock and deadline. */
  FREEZE(3000, 5000, m -> true),
  /** SIGTERM; it is started again as soon as it has ended. */
  TERMINATE(300, 600, m -> true),
  /** Every connection to it is reset, and new ones are refused for the time. */
  CUT(300, 2500, Member::called),
  /** What goes to it and comes from it is late by a fifth of a second at least. */
  DELAY(2000, 4000, Member::called),
  /** It can be reached at 64 KiB a second and connection alone. */
  THROTTLE(2000, 4000, Member::called),
  /** Its predictions hold NaN. */
  NAN(2000, 4000, m -> m.role() == Role.DENOISER),
  /** Its predictions have shapes that nobody asked for. */
  SHAPES(2000, 4000, m -> m.role() == Role.DENOISER),
  /** Its predictions are not tensors. */
  GARBAGE(2000, 4000, m -> m.role() == Role.DENOISER),
  /** Checkpoints are damaged, each in another way, and an orchestrator is killed at once. */
  CORRUPT(300, 1500, m -> m.role() == Role.ORCHESTRATOR);

  private final int shortest;
  private final int longest;
  private final Predicate<Member> strikes;

  Kind(int shortest, int longest, Predicate<Member> strikes) {
    this.shortest = shortest;
    this.longest = longest;
    this.strikes = strikes;
  }

  /** Shortest time it lasts, ms. */
  int shortest() {
    return shortest;
  }

  /** Longest time it lasts, ms. */
  int longest() {
    return longest;
  }

  /** Whom it can strike. */
  public List<Member> members() {
    return Arrays.stream(Member.values()).filter(strikes).toList();
  }

  /** Whether the struck process has to be started again. */
  public boolean ends() {
    return this == KILL || this == TERMINATE || this == CORRUPT;
  }

  /** Whether answers are false while it lasts. */
  public boolean lies() {
    return this == NAN || this == SHAPES || this == GARBAGE;
  }

  /** As people write it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
