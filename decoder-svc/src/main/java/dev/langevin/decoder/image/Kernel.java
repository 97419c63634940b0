package dev.langevin.decoder.image;

/** How much a pixel takes of the pixels around it, when a picture is scaled. */
public enum Kernel {
  /** A triangle as wide as two pixels: bilinear. */
  TRIANGLE(1) {
    @Override
    double weight(double distance) {
      return Math.max(1 - distance, 0);
    }
  },
  /** Keys (1981), IEEE TASSP 29(6), equation 15 with a = -1/2, as wide as four pixels: bicubic. */
  CUBIC(2) {
    @Override
    double weight(double distance) {
      if (distance < 1) {
        return (1.5 * distance - 2.5) * distance * distance + 1;
      }
      return distance < 2 ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 : 0;
    }
  };

  private final double reach;

  Kernel(double reach) {
    this.reach = reach;
  }

  /** Beyond this many pixels it takes nothing. */
  double reach() {
    return reach;
  }

  /** Its weight at a distance in pixels, 0 or more. */
  abstract double weight(double distance);
}
