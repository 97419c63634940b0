package dev.langevin.client.show;

import java.awt.image.BufferedImage;
import java.util.Base64;

/** The inline images of iTerm2: the PNG file in Base64. */
record ItermPainter() implements Painter {
  @Override
  public String paint(byte[] png, BufferedImage picture, Box box) {
    return "\033]1337;File=inline=1;size=%d;width=%d;height=%d;preserveAspectRatio=1:%s\007"
        .formatted(png.length, box.columns(), box.rows(), Base64.getEncoder().encodeToString(png));
  }
}
