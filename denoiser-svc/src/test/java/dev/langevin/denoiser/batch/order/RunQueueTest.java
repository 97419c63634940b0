package dev.langevin.denoiser.batch.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunQueueTest {
  private final RunQueue<String, String> queue = new RunQueue<>(new RoundRobin(), 100);

  @Test
  void next_evaluationsThatFit_takesThemAll() {
    add("a", 2, "small");
    add("b", 4, "small");
    assertThat(names(8)).containsExactly("a", "b");
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void next_oneThatWouldBeSplit_isLeftForAnotherThatFits() {
    add("a", 5, "small");
    add("b", 4, "small");
    add("c", 3, "small");
    assertThat(names(8)).containsExactly("a", "c");
    assertThat(names(8)).containsExactly("b");
  }

  @Test
  void next_firstIsTooLarge_isSplit() {
    add("a", 11, "small");
    add("b", 2, "small");
    assertThat(queue.next(0, key -> 8).parts().getFirst().rows())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    Selection<String, String> second = queue.next(0, key -> 8);
    assertThat(second.parts().getFirst().rows()).containsExactly(8, 9, 10);
    assertThat(second.rows()).isEqualTo(5);
  }

  @Test
  void next_otherKey_isLeft() {
    add("a", 2, "small");
    add("b", 2, "large");
    add("c", 2, "small");
    assertThat(names(8)).containsExactly("a", "c");
    assertThat(names(8)).containsExactly("b");
  }

  @Test
  void next_capByKey_isThatOfTheFirst() {
    add("a", 4, "large");
    assertThat(queue.next(0, key -> key.equals("large") ? 1 : 8).rows()).isEqualTo(1);
  }

  @Test
  void joining_afterNext_isInTheSameRun() {
    Job job = new Job("a");
    add("a", 2, "small");
    queue.next(0, key -> 8);
    queue.add("late", new Demand(job, false, 2, 0), Map.of("small", indexes(2)), 0);
    assertThat(queue.joining("small", 6, 0).rows()).isEqualTo(2);
    assertThat(job.back(1)).isEqualTo(1);
  }

  @Test
  void next_nothingWaits_isRefused() {
    assertThatThrownBy(() -> queue.next(0, key -> 8)).hasMessage("nothing waits");
  }

  @Test
  void remove_evaluation_tellsItsRowsThatWaited() {
    add("a", 11, "small");
    add("b", 2, "small");
    queue.next(0, key -> 8);
    assertThat(queue.remove("a"::equals)).isEqualTo(3);
    assertThat(queue.rows()).isEqualTo(2);
  }

  /**
   * Whatever the policy: each row runs once, with rows of its key, in runs of no more than that.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void next_anything_losesAndDoublesNothing(long seed) {
    Random random = new Random(seed);
    List<Policy> policies =
        List.of(new FirstCome(), new RoundRobin(), new FairShortestFirst(8, 4, 4));
    RunQueue<String, String> any =
        new RunQueue<>(policies.get((int) (seed % policies.size())), random.nextInt(20));
    int cap = 1 + random.nextInt(9);
    Map<String, Integer> left = new HashMap<>();
    Map<String, String> keys = new HashMap<>();
    long now = 0;
    for (int i = 0; i < 500 || !any.isEmpty(); i++) {
      if (i < 500) {
        int rows = 1 + random.nextInt(12);
        String key = random.nextInt(4) == 0 ? "large" : "small";
        left.put("e" + i, rows);
        keys.put("e" + i, key);
        Job job = new Job("t" + random.nextInt(3));
        Demand demand =
            new Demand(job, random.nextBoolean(), random.nextInt(100), random.nextLong(1000));
        any.add("e" + i, demand, Map.of(key, indexes(rows)), now);
      }
      if (!any.isEmpty() && (i >= 500 || random.nextInt(3) > 0)) {
        Selection<String, String> next = any.next(now, key -> cap);
        assertThat(next.rows()).isBetween(1, cap);
        int whole = 0;
        for (var part : next.parts()) {
          assertThat(keys.get(part.evaluation())).isEqualTo(next.key());
          int after = left.merge(part.evaluation(), -part.rows().size(), Integer::sum);
          assertThat(after).isNotNegative();
          whole += after == 0 ? 1 : 0;
        }
        assertThat(whole).as("split").isGreaterThanOrEqualTo(next.parts().size() - 1);
        any.ran(next.rows(), 1 + random.nextInt(50));
      }
      now += random.nextInt(30);
    }
    assertThat(left.values()).containsOnly(0);
  }

  private List<String> names(int cap) {
    return queue.next(0, key -> cap).parts().stream().map(Selection.Part::evaluation).toList();
  }

  private void add(String name, int rows, String key) {
    Demand demand = new Demand(new Job("a"), false, 0, Demand.NO_DEADLINE);
    queue.add(name, demand, Map.of(key, indexes(rows)), 0);
  }

  private static List<Integer> indexes(int rows) {
    return new ArrayList<>(IntStream.range(0, rows).boxed().toList());
  }
}
