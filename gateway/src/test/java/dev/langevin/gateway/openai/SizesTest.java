package dev.langevin.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.GatewayException;
import dev.langevin.v1.Model;
import dev.langevin.v1.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
  private static final Model FIXED =
      Model.newBuilder().addSizes(size(512, 512)).addSizes(size(512, 768)).build();
  private static final Model FREE =
      FIXED.toBuilder().setSizeMultiple(64).setMaxPixels(640 * 640).build();

  @ParameterizedTest
  @CsvSource({
    "auto, 512x512",
    "512x768, 512x768",
    "1024x1024, 512x512",
    "1024x1792, 512x768",
    "1x1, 512x512",
    "99999x1, 512x512"
  })
  void nearest_fixedSizes(String wanted, String made) {
    assertThat(Sizes.text(Sizes.nearest(Sizes.read(wanted, FIXED), FIXED))).isEqualTo(made);
  }

  @ParameterizedTest
  @CsvSource({
    "auto, 512x512",
    "640x640, 640x640",
    "1024x1024, 640x640",
    "1792x1024, 832x448",
    "600x600, 576x576",
    "700x100, 640x64"
  })
  void nearest_multiples(String wanted, String made) {
    assertThat(Sizes.text(Sizes.nearest(Sizes.read(wanted, FREE), FREE))).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"512", "512x", "x512", "0x64", "64x-1", "64X64", "123456x1", "big"})
  void read_noSize_isRefused(String text) {
    assertThatThrownBy(() -> Sizes.read(text, FIXED))
        .isInstanceOf(GatewayException.class)
        .hasMessage("size: %s is not auto or WIDTHxHEIGHT such as 512x512", text);
  }

  private static Size size(int width, int height) {
    return Size.newBuilder().setWidth(width).setHeight(height).build();
  }
}
