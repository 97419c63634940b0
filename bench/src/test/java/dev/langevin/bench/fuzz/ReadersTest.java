package dev.langevin.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.live.LiveTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that reads files and texts: what it once did not stand, and a fixed set of inputs. */
class ReadersTest {
  private static final int INPUTS = 300;

  static Set<String> targets() {
    return Targets.all(Corpus.MODELS).keySet();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void feed_damagedInputs_areUsedOrRefusedClearly(String name) throws Exception {
    try (Target target = Targets.all(Corpus.MODELS).get(name).call()) {
      assertThat(target.name()).isEqualTo(name);
      assertThat(Corpus.feed(target, INPUTS))
          .allSatisfy(tally -> assertThat(tally.findings()).isEmpty());
    }
  }

  /** Else a folder with another name would be replayed by nobody. */
  @Test
  void corpus_everyFolder_isOfATarget() throws Exception {
    List<String> known = new ArrayList<>(targets());
    try (LiveTargets live = new LiveTargets(Corpus.MODELS)) {
      known.addAll(live.all().keySet());
    }
    assertThat(known).containsAll(Corpus.targets()).doesNotHaveDuplicates();
  }
}
