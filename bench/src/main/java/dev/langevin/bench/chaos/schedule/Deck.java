package dev.langevin.bench.chaos.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Hands things out in random order, each as often as any other. */
final class Deck<T> {
  private final List<T> all;
  private final Random random;
  private final List<T> rest = new ArrayList<>();

  Deck(List<T> all, Random random) {
    this.all = List.copyOf(all);
    this.random = random;
  }

  /** The next one that will do; one at least of the deck must. */
  T draw(Predicate<T> will) {
    if (rest.stream().noneMatch(will)) {
      List<T> more = new ArrayList<>(all);
      Collections.shuffle(more, random);
      rest.addAll(more);
    }
    T drawn = rest.stream().filter(will).findFirst().orElseThrow();
    rest.remove(drawn);
    return drawn;
  }
}
