package dev.langevin.bench.chaos.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private static List<Fault> faults(long seed, Duration length) {
    return Schedule.of(seed, length).faults();
  }

  @Test
  void of_sameSeed_isTheSame() {
    assertThat(faults(7, HALF_AN_HOUR)).isEqualTo(faults(7, HALF_AN_HOUR));
  }

  @Test
  void of_otherSeed_isAnother() {
    assertThat(faults(7, HALF_AN_HOUR)).isNotEqualTo(faults(8, HALF_AN_HOUR));
  }

  @Test
  void of_longer_beginsAsTheShorterOne() {
    List<Fault> brief = faults(7, Duration.ofMinutes(3));

    assertThat(faults(7, HALF_AN_HOUR)).startsWith(brief.toArray(Fault[]::new));
  }

  @Test
  void of_anyLength_isOverInTime() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(faults(seed, Duration.ofMinutes(3)))
          .isNotEmpty()
          .allMatch(fault -> fault.endMillis() <= 180_000);
    }
  }

  @Test
  void of_threeMinutes_hasEveryKind() {
    for (long seed = 0; seed < 50; seed++) {
      Set<Kind> kinds =
          faults(seed, Duration.ofMinutes(3)).stream()
              .map(Fault::kind)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));

      assertThat(kinds).as("seed %d", seed).containsExactlyInAnyOrder(Kind.values());
    }
  }

  @Test
  void of_halfAnHour_strikesEverybodyInEveryWay() {
    Set<String> combinations = new HashSet<>();
    faults(7, HALF_AN_HOUR).forEach(f -> combinations.add(f.kind() + " " + f.member()));

    for (Kind kind : Kind.values()) {
      for (Member member : kind.members()) {
        assertThat(combinations).contains(kind + " " + member);
      }
    }
  }

  /** Two replicas that give false answers agree that the job is at fault, and would be right. */
  @Test
  void of_anySeed_leavesAnHonestDenoiser() {
    LongStream.range(0, 200)
        .forEach(
            seed -> {
              List<Fault> faults = faults(seed, Duration.ofMinutes(10));
              for (Fault lie : faults.stream().filter(f -> f.kind().lies()).toList()) {
                assertThat(faults)
                    .as("seed %d beside fault %d", seed, lie.number())
                    .filteredOn(f -> f != lie && f.member().role() == Role.DENOISER)
                    .allMatch(
                        f -> f.endMillis() < lie.atMillis() || f.atMillis() > lie.endMillis());
              }
            });
  }

  @Test
  void of_anySeed_nothingElseIsNearOneThatIsAlone() {
    for (long seed = 0; seed < 50; seed++) {
      List<Fault> faults = faults(seed, Duration.ofMinutes(10));
      for (Fault alone : faults.stream().filter(Fault::alone).toList()) {
        assertThat(faults)
            .filteredOn(f -> f != alone)
            .allMatch(
                f ->
                    f.endMillis() + 3000 <= alone.atMillis()
                        || f.atMillis() >= alone.endMillis() + 3000);
      }
    }
  }

  @Test
  void of_halfAnHour_killsEverythingAtOnceSixTimes() {
    Map<Long, Long> atOnce =
        faults(7, HALF_AN_HOUR).stream()
            .filter(fault -> fault.kind() == Kind.KILL)
            .collect(Collectors.groupingBy(Fault::atMillis, Collectors.counting()));

    assertThat(atOnce.values()).filteredOn(count -> count == Member.values().length).hasSize(6);
  }
}
