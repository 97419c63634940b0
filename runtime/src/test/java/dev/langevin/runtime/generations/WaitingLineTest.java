package dev.langevin.runtime.generations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
  private final WaitingLine line = new WaitingLine();

  @Test
  void before_empty_isNobody() {
    assertThat(line.before(at(5, 0, "a"))).isZero();
    assertThat(line.size()).isZero();
    line.remove(at(5, 0, "a"));
    assertThat(line.size()).isZero();
  }

  @Test
  void before_createdAtTheSameMoment_eachHasAPlaceOfItsOwn() {
    List<Cursor> some = List.of(at(5, 7, "a"), at(5, 7, "b"), at(5, 7, "c"));
    some.forEach(line::add);

    assertThat(some.stream().map(line::before).toList()).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void add_twice_standsOnce() {
    line.add(at(5, 0, "a"));
    line.add(at(5, 0, "a"));

    assertThat(line.size()).isEqualTo(1);
    assertThat(line.before(at(6, 0, "b"))).isEqualTo(1);
  }

  /** Any arrivals and departures: mostly behind the last and from the front, as in a queue. */
  @Test
  void before_anyHistory_isWhatCountingGives() {
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      WaitingLine tried = new WaitingLine();
      Set<Cursor> there = new HashSet<>();
      List<Cursor> all = new ArrayList<>();
      for (int move = 0; move < 12_000; move++) {
        if (random.nextInt(5) < (move < 8_000 ? 4 : 1) || all.isEmpty()) {
          int seconds = random.nextInt(10) == 0 ? random.nextInt(1 + move / 10) : move / 10;
          Cursor cursor = at(seconds, random.nextInt(3), "id" + random.nextInt(3));
          tried.add(cursor);
          if (there.add(cursor)) {
            all.add(cursor);
          }
        } else {
          int index = random.nextBoolean() ? random.nextInt(Math.min(50, all.size())) : 0;
          Cursor cursor = all.remove(random.nextInt(9) == 0 ? random.nextInt(all.size()) : index);
          tried.remove(cursor);
          there.remove(cursor);
        }
        if (move % 500 == 0) {
          Cursor asked = all.isEmpty() ? at(1, 0, "x") : all.get(random.nextInt(all.size()));
          assertThat(tried.before(asked))
              .as("seed %d, move %d", seed, move)
              .isEqualTo((int) there.stream().filter(c -> c.compareTo(asked) > 0).count());
          assertThat(tried.size()).isEqualTo(there.size());
        }
      }
    }
  }

  @Test
  void before_hundredThousandWait_costsLittle() {
    List<Cursor> all = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      all.add(at(i / 20, i % 20, "g" + i));
      line.add(all.getLast());
    }
    long start = System.nanoTime();
    long sum = 0;
    for (int i = 0; i < 100_000; i++) {
      sum += line.before(all.get(i));
    }
    long each = (System.nanoTime() - start) / 100_000;

    System.out.printf("%,d wait: a look takes %,d ns%n", all.size(), each);
    assertThat(sum).isEqualTo(99_999L * 100_000 / 2);
    assertThat(each).as("nanoseconds a look").isLessThan(50_000);
  }

  private static Cursor at(long seconds, int nanos, String id) {
    return new Cursor(seconds, nanos, id);
  }
}
