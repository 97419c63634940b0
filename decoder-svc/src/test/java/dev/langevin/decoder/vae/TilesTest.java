package dev.langevin.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TilesTest {
  private static final int FACTOR = 4;
  private static final Planes LATENTS = RandomPlanes.latents(new SplittableRandom(9), 2, 37, 70);

  @Test
  void run_networkThatSeesTwoElementsFar_givesTheWhole() {
    Tiles tiles = new Tiles(Spans.of(37, 32, false), Spans.of(70, 32, false));

    Planes tiled = tiles.run(LATENTS, 1, FACTOR, TilesTest::blurred);

    Planes whole = blurred(LATENTS);
    assertThat(tiled.height()).isEqualTo(37 * FACTOR);
    assertThat(Difference.largest(tiled, whole)).isLessThan(1e-6);
  }

  @Test
  void run_downwards_givesTheWhole() {
    Planes picture = blurred(LATENTS);
    Tiles tiles = new Tiles(Spans.of(37, 32, false), Spans.of(70, 32, false));

    Planes tiled = tiles.run(picture, FACTOR, 1, TilesTest::firstOfEach);

    assertThat(Difference.largest(tiled, firstOfEach(picture))).isLessThan(1e-6);
  }

  @Test
  void run_networkWhoseBrightnessDependsOnTheTile_changesByARamp() {
    List<Planes> seen = new ArrayList<>();
    Tiles tiles = new Tiles(Spans.whole(1), Spans.of(200, 128, false));

    Planes tiled =
        tiles.run(
            Planes.zeros(1, 1, 200),
            1,
            8,
            tile -> {
              seen.add(tile);
              Planes answer = Planes.zeros(1, 8, tile.width() * 8);
              Arrays.fill(answer.values(), seen.size());
              return answer;
            });

    assertThat(seen).hasSize(2);
    assertThat(tiled.values()[0]).isEqualTo(1);
    assertThat(tiled.values()[1599]).isEqualTo(2);
    for (int x = 1; x < 1600; x++) {
      float step = tiled.values()[x] - tiled.values()[x - 1];
      assertThat(step).isBetween(-1e-6f, 1 / 128f + 1e-6f); // 16 elements of 8 pixels
    }
  }

  @Test
  void run_oneTile_isTheNetworksAnswer() {
    Planes answer = Planes.zeros(3, 1, 1);

    assertThat(new Tiles(Spans.whole(37), Spans.whole(70)).run(LATENTS, 1, FACTOR, z -> answer))
        .isSameAs(answer);
  }

  /** Every pixel is the mean of the elements at most two away, zeros around them. */
  private static Planes blurred(Planes z) {
    Planes out = Planes.zeros(z.channels(), z.height() * FACTOR, z.width() * FACTOR);
    for (int i = 0; i < out.values().length; i++) {
      int x = i % out.width() / FACTOR;
      int y = i / out.width() % out.height() / FACTOR;
      int c = i / out.width() / out.height();
      for (int near = 0; near < 25; near++) {
        int row = y + near / 5 - 2;
        int column = x + near % 5 - 2;
        if (row >= 0 && row < z.height() && column >= 0 && column < z.width()) {
          out.values()[i] += z.values()[(c * z.height() + row) * z.width() + column] / 25;
        }
      }
    }
    return out;
  }

  private static Planes firstOfEach(Planes picture) {
    Planes out =
        Planes.zeros(picture.channels(), picture.height() / FACTOR, picture.width() / FACTOR);
    for (int i = 0; i < out.values().length; i++) {
      int x = i % out.width() * FACTOR;
      int row = i / out.width() * FACTOR; // FACTOR rows of each plane for one
      out.values()[i] = picture.values()[row * picture.width() + x];
    }
    return out;
  }
}
