package dev.langevin.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.live.LiveTargets;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The services' ports and topics: afterwards they serve as before, and hold nothing more. */
class ServicesIT {
  private static final int INPUTS = 300;
  private static final LiveTargets LIVE = new LiveTargets(Corpus.MODELS);

  static List<String> targets() {
    return List.copyOf(LIVE.all().keySet());
  }

  @AfterAll
  static void stop() throws IOException {
    LIVE.close();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void feed_damagedInputs_areAnsweredClearly(String name) throws Exception {
    try (Target target = LIVE.all().get(name).call()) {
      assertThat(Corpus.feed(target, INPUTS / target.share()))
          .allSatisfy(tally -> assertThat(tally.findings()).isEmpty());
    }
  }
}
