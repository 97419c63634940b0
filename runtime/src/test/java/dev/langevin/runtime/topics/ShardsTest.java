package dev.langevin.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.Priority;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
  @Test
  void parse_aNumber_isOfAllPools() {
    assertThat(Shards.parse("4").of("any")).isEqualTo(4);
  }

  @Test
  void parse_pools_othersHaveOne() {
    Shards shards = Shards.parse("default=16, video=2");
    assertThat(shards.named()).isEqualTo(Map.of("default", 16, "video", 2));
    assertThat(shards.of("other")).isEqualTo(1);
  }

  @Test
  void shard_isTheSameForOneIdAndInRange() {
    Shards shards = new Shards(Map.of("default", 7), 1);
    int shard = shards.shard("default", "0123456789abcdef0123456789abcdef");
    assertThat(shard).isBetween(0, 6);
    assertThat(shards.shard("default", "0123456789abcdef0123456789abcdef")).isEqualTo(shard);
    assertThat(shards.shard("other", "0123456789abcdef0123456789abcdef")).isZero();
  }

  /** A shard with more than its part would have waiting jobs while the slots of others idle. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16, 64, 100})
  void shard_ofManyIds_isEachWithEqualChance(int count) {
    Shards shards = new Shards(Map.of(), count);
    Random random = new Random(8);
    int each = 4_000;
    int[] jobs = new int[count];
    for (int i = 0; i < each * count; i++) {
      byte[] id = new byte[16];
      random.nextBytes(id);
      jobs[shards.shard("default", HexFormat.of().formatHex(id))]++;
    }
    // Five standard deviations of a binomial count.
    double most = 5 * Math.sqrt(each);
    for (int n : jobs) {
      assertThat((double) n).isBetween(each - most, each + most);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "work.default.interactive",
        "work.default.batch",
        "work.a-1.batch.1",
        "work.a-1.interactive.999"
      })
  void workTopic_ofAName_hasThatName(String name) {
    assertThat(WorkTopic.of(name)).map(WorkTopic::name).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "work.feeder",
        "work.default",
        "work.default.batch.0",
        "work.default.batch.01",
        "work.default.batch.x",
        "work.A.batch",
        "dlq.work",
        "work.default.batch.10000"
      })
  void workTopic_ofAnotherName_isNone(String name) {
    assertThat(WorkTopic.of(name)).isEmpty();
  }

  @Test
  void workTopic_priorityThatIsNotBatch_isInteractive() {
    assertThat(new WorkTopic("p", Priority.PRIORITY_UNSPECIFIED, 2).name())
        .isEqualTo("work.p.interactive.2");
  }
}
