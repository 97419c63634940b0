package dev.langevin.encoder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ComputedOnceTest {
  private final AtomicInteger computed = new AtomicInteger();

  @Test
  void get_twice_computesOnce() {
    var cache = new ComputedOnce<String, String>(10, 100, String::length);

    assertThat(get(cache, "a")).isEqualTo("A");
    assertThat(get(cache, "a")).isEqualTo("A");
    assertThat(computed).hasValue(1);
  }

  @Test
  void get_whileBeingComputed_sharesTheComputation() {
    var cache = new ComputedOnce<String, String>(10, 100, String::length);
    CompletableFuture<String> slow = new CompletableFuture<>();

    CompletableFuture<String> first = cache.get("a", () -> slow);
    CompletableFuture<String> second = cache.get("a", () -> CompletableFuture.failedFuture(null));
    slow.complete("A");

    assertThat(first.join()).isEqualTo("A");
    assertThat(second.join()).isEqualTo("A");
  }

  @Test
  void get_failure_isThrownAndNotKept() {
    var cache = new ComputedOnce<String, String>(10, 100, String::length);
    CompletableFuture<String> failed =
        cache.get(
            "a",
            () -> {
              throw new IllegalStateException("full");
            });

    assertThatThrownBy(failed::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(get(cache, "a")).isEqualTo("A");
  }

  @Test
  void get_overTheEntries_dropsWhatWasNotUsedForLongest() {
    var cache = new ComputedOnce<String, String>(2, 100, String::length);
    get(cache, "a");
    get(cache, "b");
    get(cache, "a");
    get(cache, "c");
    assertThat(cache.entries()).isEqualTo(2);
    computed.set(0);

    get(cache, "a");
    assertThat(computed).hasValue(0);
    get(cache, "b");
    assertThat(computed).hasValue(1);
  }

  @Test
  void get_overTheBytes_dropsUntilTheyFit() {
    var cache = new ComputedOnce<String, String>(100, 5, String::length);
    get(cache, "aa");
    get(cache, "bb");
    get(cache, "cccc");

    assertThat(cache.entries()).isEqualTo(1);
    assertThat(cache.bytes()).isEqualTo(4);
  }

  @Test
  void get_valueLargerThanTheCache_isNotKeptAndDropsNothing() {
    var cache = new ComputedOnce<String, String>(100, 5, String::length);
    get(cache, "aa");

    assertThat(get(cache, "bbbbbb")).isEqualTo("BBBBBB");
    assertThat(cache.bytes()).isEqualTo(2);
  }

  @Test
  void get_noEntries_computesAlways() {
    var cache = new ComputedOnce<String, String>(0, 100, String::length);
    get(cache, "a");
    get(cache, "a");

    assertThat(computed).hasValue(2);
    assertThat(cache.entries()).isZero();
  }

  private String get(ComputedOnce<String, String> cache, String key) {
    return cache
        .get(
            key,
            () -> {
              computed.incrementAndGet();
              return CompletableFuture.completedFuture(key.toUpperCase(Locale.ROOT));
            })
        .join();
  }
}
