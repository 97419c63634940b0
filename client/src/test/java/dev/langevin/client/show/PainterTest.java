package dev.langevin.client.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PainterTest {
  private static final Box BOX = new Box(2, 1);

  @Test
  void blocks_fourPixels_areTwoCharactersWithTheirColours() {
    BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xff0000);
    picture.setRGB(1, 0, 0x00ff00);
    picture.setRGB(0, 1, 0x0000ff);
    picture.setRGB(1, 1, 0x0000ff);

    assertThat(new BlockPainter().paint(new byte[0], picture, BOX))
        .isEqualTo("\033[38;2;255;0;0m\033[48;2;0;0;255m▀\033[38;2;0;255;0m▀\033[0m");
  }

  @Test
  void kitty_largeFile_comesInPiecesOfWhichTheFirstHasTheKeys() {
    byte[] png = new byte[5000];
    png[4999] = 7;

    String text = new KittyPainter(42).paint(png, null, BOX);

    assertThat(text).startsWith("\033_Ga=T,f=100,q=2,C=1,i=42,p=1,c=2,r=1,m=1;");
    Matcher piece = Pattern.compile("\033_G[^;]*m=([01]);([^\033]*)\033\\\\").matcher(text);
    StringBuilder data = new StringBuilder();
    StringBuilder more = new StringBuilder();
    while (piece.find()) {
      assertThat(piece.group(2).length()).isLessThanOrEqualTo(4096);
      more.append(piece.group(1));
      data.append(piece.group(2));
    }
    assertThat(more).hasToString("10");
    assertThat(Base64.getDecoder().decode(data.toString())).isEqualTo(png);
  }

  @Test
  void iterm_file_isInlineWithItsSize() {
    assertThat(new ItermPainter().paint(new byte[] {1, 2, 3}, null, BOX))
        .isEqualTo(
            "\033]1337;File=inline=1;size=3;width=2;height=1;preserveAspectRatio=1:AQID\007");
  }

  @Test
  void sixel_oneColour_isThatColourEverywhere() {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xffffff);

    String text = new SixelPainter().paint(new byte[0], picture, BOX);

    assertThat(text).startsWith("\033Pq\"1;1;16;16#0;2;0;0;0#1;2;0;0;20").endsWith("\033\\");
    String bands = text.substring(text.indexOf("#215;2;100;100;100") + 18);
    assertThat(bands).isEqualTo("#215!16~$-#215!16~$-#215!16N$-\033\\"); // 6 + 6 + 4 rows
  }

  @Test
  void box_picture_keepsItsProportions() {
    assertThat(Box.of(64, 64, 80, 20)).isEqualTo(new Box(40, 20));
    assertThat(Box.of(200, 100, 60, 20)).isEqualTo(new Box(60, 15));
    assertThat(Box.of(1, 1000, 80, 20)).isEqualTo(new Box(1, 20));
    assertThat(Box.of(1000, 1, 80, 20)).isEqualTo(new Box(80, 1));
  }
}
