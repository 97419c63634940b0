package dev.langevin.decoder.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What EXIF says of how a picture was held: tag 274 of its first directory (CIPA DC-008). */
final class Exif {
  /** Nothing is to be turned. */
  static final int UPRIGHT = 1;

  private static final int ORIENTATION = 274;
  private static final int SHORT = 3;
  private static final int MOST = 8;
  private static final int TIFF = 42;
  private static final int ENTRY = 12;

  private Exif() {}

  /** 1 to 8; {@link #UPRIGHT} where it says nothing, or nothing that can be understood. */
  static int orientation(byte[] file, int offset, int length) {
    if (length < 8) {
      return UPRIGHT;
    }
    ByteBuffer tiff = ByteBuffer.wrap(file, offset, length).slice();
    boolean little = tiff.get(0) == 'I' && tiff.get(1) == 'I';
    boolean big = tiff.get(0) == 'M' && tiff.get(1) == 'M';
    tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xffffffffL;
    if (!little && !big || tiff.getShort(2) != TIFF || directory > length - 2) {
      return UPRIGHT;
    }
    int entries = tiff.getShort((int) directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY;
      if (entry + ENTRY > length) {
        return UPRIGHT;
      }
      int at = (int) entry;
      if ((tiff.getShort(at) & 0xffff) == ORIENTATION && tiff.getShort(at + 2) == SHORT) {
        int value = tiff.getShort(at + 8) & 0xffff;
        return value >= UPRIGHT && value <= MOST ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
