package dev.langevin.gateway.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.GatewayException;
import org.junit.jupiter.api.Test;

class HoldingTest {
  private final Uploads usual = new Uploads(2L * Holding.SMALL);
  private final Uploads large = new Uploads(4L * Holding.SMALL);

  @Test
  void take_largeBodiesFillTheirRoom_leavesThatOfTheOthers() {
    Holding first = new Holding(usual, large);
    first.take(Holding.SMALL);
    first.take(3 * Holding.SMALL);

    new Holding(usual, large).take(Holding.SMALL);
    new Holding(usual, usual).take(Holding.SMALL);
    assertThatThrownBy(() -> new Holding(usual, large).take(1))
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("bodies of 2,097,152 bytes are at this gateway");
  }

  @Test
  void take_largeBodyWithoutRoom_isRefusedAndKeepsWhatItHas() {
    new Holding(usual, large).take(4 * Holding.SMALL);
    Holding second = new Holding(usual, large);
    second.take(Holding.SMALL);
    assertThatThrownBy(() -> second.take(1)).hasMessageContaining("bodies of 4,194,304 bytes");

    new Holding(usual, large).take(Holding.SMALL);
    assertThatThrownBy(() -> new Holding(usual, large).take(1)).hasMessageContaining("2,097,152");
    second.release();
    assertThatCode(() -> new Holding(usual, large).take(Holding.SMALL)).doesNotThrowAnyException();
  }

  @Test
  void release_anyNumberOfTimes_givesBackOnce() {
    Holding one = new Holding(usual, large);
    one.take(4 * Holding.SMALL);
    one.release();
    one.release();

    new Holding(usual, large).take(4 * Holding.SMALL);
    assertThatThrownBy(() -> new Holding(usual, large).take(2 * Holding.SMALL))
        .hasMessageContaining("bodies of 4,194,304 bytes");
  }
}
