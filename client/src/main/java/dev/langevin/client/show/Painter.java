package dev.langevin.client.show;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A picture as what a terminal has to be sent, from the box's upper left corner on. */
interface Painter {
  /**
   * The characters; where the cursor is after them does not matter.
   *
   * @param png the file
   * @param picture what is in it
   */
  String paint(byte[] png, BufferedImage picture, Box box);

  /** The painter of a manner. */
  static Painter of(Manner manner) {
    return switch (manner) {
      case KITTY -> new KittyPainter();
      case ITERM -> new ItermPainter();
      case SIXEL -> new SixelPainter();
      case BLOCKS -> new BlockPainter();
    };
  }

  /** A picture of another size. */
  static BufferedImage scaled(BufferedImage picture, int width, int height) {
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return result;
  }
}
