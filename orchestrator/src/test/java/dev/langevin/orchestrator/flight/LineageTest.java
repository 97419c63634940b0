package dev.langevin.orchestrator.flight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineageTest {
  @Test
  void then_sameAgain_staysPure() {
    Lineage lineage = Lineage.NONE.then("digest", "x").then("digest", "x");

    assertThat(lineage.isPure()).isTrue();
    assertThat(lineage.latest()).isEqualTo("x");
    assertThat(lineage.isNone()).isFalse();
  }

  @Test
  void then_thereAndBack_namesBothAndTheLastOneLast() {
    Lineage lineage = Lineage.NONE.then("digest", "x").then("digest", "y").then("digest", "x");

    assertThat(lineage.numericsIds()).containsExactly("y", "x");
    assertThat(lineage.isPure()).isFalse();
  }

  @Test
  void none_isPureAndWishesForNothing() {
    assertThat(Lineage.NONE.isNone()).isTrue();
    assertThat(Lineage.NONE.isPure()).isTrue();
    assertThat(Lineage.NONE.latest()).isEmpty();
  }
}
