package dev.langevin.decoder.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Takes a PNG file apart into its chunks (ISO/IEC 15948, clause 5). Of an animated one, whose
 * further pictures are in chunks of their own, the default picture stays.
 */
final class PngFile {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");
  private static final int HEADER = 13;

  /** Length, type and checksum of a chunk. */
  private static final int AROUND = 12;

  private PngFile() {}

  static boolean is(byte[] file) {
    return file.length >= SIGNATURE.length
        && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  static ImageFile read(byte[] file) throws UnreadableImageException {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE.length);
    ByteBuffer out = ByteBuffer.allocate(file.length).put(SIGNATURE);
    int width = 0;
    int height = 0;
    int orientation = Exif.UPRIGHT;
    while (in.remaining() >= AROUND) {
      int start = in.position();
      int length = in.getInt();
      byte[] name = new byte[4];
      in.get(name);
      String type = new String(name, StandardCharsets.ISO_8859_1);
      if (length < 0 || length > in.remaining() - 4) {
        break;
      }
      boolean header = type.equals("IHDR");
      if (header != (width == 0) || header && length != HEADER) {
        throw new UnreadableImageException("a PNG file that does not begin with its one header");
      }
      if (header) {
        width = in.getInt(in.position());
        height = in.getInt(in.position() + 4);
        if (width < 1 || height < 1) {
          throw new UnreadableImageException(
              "a PNG file of %sx%s pixels"
                  .formatted(Integer.toUnsignedString(width), Integer.toUnsignedString(height)));
        }
      } else if (type.equals("eXIf")) {
        orientation = Exif.orientation(file, in.position(), length);
      }
      if (PIXELS.contains(type)) {
        out.put(file, start, length + AROUND);
      }
      if (type.equals("IEND")) {
        byte[] pixels = Arrays.copyOf(out.array(), out.position());
        return new ImageFile("png", pixels, width, height, orientation);
      }
      in.position(start + length + AROUND);
    }
    throw new UnreadableImageException("a PNG file that is cut short");
  }
}
