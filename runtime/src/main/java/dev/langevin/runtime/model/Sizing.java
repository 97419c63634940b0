package dev.langevin.runtime.model;

/**
 * Which sizes can be made beside those that are listed.
 *
 * @param multiple both sides are multiples of this many pixels; 0 where the listed sizes are all
 * @param maxPixels the most pixels of a picture; 0 where the listed sizes are all
 */
public record Sizing(int multiple, long maxPixels) {
  /** Only the listed sizes. */
  static final Sizing LISTED = new Sizing(0, 0);

  /** Whether it allows the size, whatever is listed. */
  public boolean allows(PictureSize size) {
    return multiple > 0
        && size.width() > 0
        && size.height() > 0
        && size.width() % multiple == 0
        && size.height() % multiple == 0
        && size.pixels() <= maxPixels;
  }
}
