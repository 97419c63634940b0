package dev.langevin.orchestrator.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.orchestrator.services.Placement.Journey;
import dev.langevin.orchestrator.services.Placement.Occupancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final long RUN = 40_000_000;
  private static final long OPENING = 5_000_000;
  private static final Occupancy CROWDED = new Occupancy(32, 8, 8, RUN);
  private static final Occupancy EMPTY = new Occupancy(0, 0, 8, RUN);
  private static final Journey JOURNEY = new Journey(2, 20, Placement.STAY.toNanos(), OPENING);

  @Test
  void betterOfTwo_ofNone_isEmpty() {
    assertThat(Placement.betterOfTwo(List.of(), x -> EMPTY, new Random(1))).isEmpty();
  }

  @Test
  void betterOfTwo_ofOne_isThatOne() {
    assertThat(Placement.betterOfTwo(List.of("a"), x -> CROWDED, new Random(1))).contains("a");
  }

  @Test
  void betterOfTwo_ofTwo_isTheLessCrowded() {
    RandomGenerator random = new Random(1);
    for (int i = 0; i < 100; i++) {
      assertThat(Placement.betterOfTwo(List.of(CROWDED, EMPTY), x -> x, random)).contains(EMPTY);
    }
  }

  /** Balls into bins: the fullest of n has about ln ln n more than the mean, not ln n / ln ln n. */
  @Test
  void betterOfTwo_ofMany_keepsThemNearlyEven() {
    RandomGenerator random = new Random(1);
    List<int[]> bins = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      bins.add(new int[1]);
    }
    for (int i = 0; i < 6_400; i++) {
      Placement.betterOfTwo(bins, bin -> new Occupancy(bin[0], 0, 1, 0), random).orElseThrow()[0]++;
    }
    assertThat(bins).allMatch(bin -> bin[0] >= 94 && bin[0] <= 104);
  }

  @Test
  void crowd_reportAndOwn_bothCountInRuns() {
    assertThat(new Occupancy(6, 2, 4, 0).crowd()).isEqualTo(2);
  }

  @Test
  void moves_gainRepaysOpening_asManyAsMakeBothEqual() {
    assertThat(Placement.moves(CROWDED, EMPTY, JOURNEY, 0.3)).isTrue();
    // Four runs here, one there: three eighths of those here move.
    assertThat(Placement.moves(CROWDED, EMPTY, JOURNEY, 0.374)).isTrue();
    assertThat(Placement.moves(CROWDED, EMPTY, JOURNEY, 0.376)).isFalse();
  }

  @Test
  void moves_nobodyWaitsHere_stays() {
    Occupancy full = new Occupancy(8, 8, 8, RUN);
    assertThat(Placement.moves(full, EMPTY, JOURNEY, 0)).isFalse();
  }

  @Test
  void moves_nearlyDone_onlyIfOpeningIsCheap() {
    long gain = 3 * RUN;
    assertThat(Placement.moves(CROWDED, EMPTY, of(1, gain / 2 - 1), 0)).isTrue();
    assertThat(Placement.moves(CROWDED, EMPTY, of(1, gain / 2), 0)).isFalse();
  }

  @Test
  void moves_cameJustNow_stays() {
    Journey fresh = new Journey(2, 20, Placement.STAY.toNanos() - 1, OPENING);
    assertThat(Placement.moves(CROWDED, EMPTY, fresh, 0)).isFalse();
  }

  @Test
  void moves_otherIsSlower_countsItsTime() {
    Occupancy slow = new Occupancy(0, 0, 8, 5 * RUN);
    assertThat(Placement.moves(CROWDED, slow, JOURNEY, 0)).isFalse();
  }

  @Test
  void moves_itsOwnRowsWouldCrowdTheOther_stays() {
    Occupancy here = new Occupancy(16, 16, 8, RUN);
    Occupancy there = new Occupancy(0, 14, 8, RUN);
    assertThat(Placement.moves(here, there, JOURNEY, 0)).isFalse();
  }

  @Test
  void moves_noRunMeasuredYet_stays() {
    assertThat(Placement.moves(new Occupancy(32, 8, 8, 0), EMPTY, JOURNEY, 0)).isFalse();
    Occupancy unknown = new Occupancy(0, 0, 8, 0);
    assertThat(Placement.moves(CROWDED, unknown, JOURNEY, 0)).isTrue();
  }

  /** Everybody decides by the same old reports, and yet nobody ends up worse than before. */
  @Test
  void moves_manyAtOnce_doNotOvershoot() {
    RandomGenerator random = new Random(1);
    Occupancy here = new Occupancy(400, 400, 8, RUN);
    int moved = 0;
    for (int job = 0; job < 200; job++) {
      moved += Placement.moves(here, EMPTY, JOURNEY, random.nextDouble()) ? 2 : 0;
    }
    assertThat(moved).isBetween(160, 230);
  }

  private static Journey of(long stepsLeft, long openingNanos) {
    return new Journey(2, stepsLeft, Placement.STAY.toNanos(), openingNanos);
  }
}
