package dev.langevin.decoder.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Takes a JPEG file apart into its segments (ITU-T T.81, annex B), up to its first scan. */
final class JpegFile {
  /** The most scans: each goes over all of the picture, however few bytes it has. */
  static final int MOST_SCANS = 100;

  /** As many may a picture of any size have; programs write about ten. */
  static final int FEW_SCANS = 32;

  /** The most pixels that all scans of one with more go over: seconds of a processor. */
  private static final long MOST_SCANNED = (long) FEW_SCANS << 24;

  private static final int START = 0xd8;
  private static final int END = 0xd9;
  private static final int SCAN = 0xda;
  private static final int COMMENT = 0xfe;
  private static final int ADOBE = 0xee;
  private static final int EXIF = 0xe1;
  private static final String EXIF_NAME = "Exif\0\0";
  private static final int CMYK = 4;

  private final ByteBuffer in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int width;
  private int height;
  private int orientation = Exif.UPRIGHT;

  private JpegFile(byte[] file) {
    in = ByteBuffer.wrap(file);
  }

  static boolean is(byte[] file) {
    return file.length > 2
        && file[0] == (byte) 0xff
        && file[1] == (byte) START
        && file[2] == (byte) 0xff;
  }

  static ImageFile read(byte[] file) throws UnreadableImageException {
    return new JpegFile(file).read();
  }

  private ImageFile read() throws UnreadableImageException {
    in.position(2);
    out.write(0xff);
    out.write(START);
    for (int marker = marker(); marker != SCAN; marker = marker()) {
      segment(marker);
    }
    if (width == 0) {
      throw new UnreadableImageException("a JPEG file without a header");
    }
    int scan = in.position() - 2;
    countScans(scan);
    out.write(in.array(), scan, in.capacity() - scan);
    return new ImageFile("jpeg", out.toByteArray(), width, height, orientation);
  }

  /** The next marker; bytes that fill may stand before it. */
  private int marker() throws UnreadableImageException {
    int filled = 0;
    while (in.hasRemaining()) {
      int next = in.get() & 0xff;
      if (next != 0xff) {
        if (filled == 0 || next == 0 || next == END) {
          throw new UnreadableImageException("a damaged JPEG file");
        }
        return next;
      }
      filled++;
    }
    throw cutShort();
  }

  private void segment(int marker) throws UnreadableImageException {
    int start = in.position();
    if (in.remaining() < 2) {
      throw cutShort();
    }
    int length = in.getShort() & 0xffff;
    if (length < 2 || length - 2 > in.remaining()) {
      throw cutShort();
    }
    if (isHeader(marker)) {
      header(length);
    } else if (marker == EXIF && startsWith(EXIF_NAME, length)) {
      int skipped = EXIF_NAME.length();
      orientation = Exif.orientation(in.array(), start + 2 + skipped, length - 2 - skipped);
    }
    boolean application = marker >= 0xe0 && marker < 0xf0;
    if (marker != COMMENT && (!application || marker == ADOBE || isJfif(marker, length))) {
      out.write(0xff);
      out.write(marker);
      out.write(in.array(), start, length);
    }
    in.position(start + length);
  }

  /** The beginning of a frame, of any kind of coding. */
  private static boolean isHeader(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private void header(int length) throws UnreadableImageException {
    if (length < 8) {
      throw cutShort();
    }
    int at = in.position();
    int bits = in.get(at) & 0xff;
    height = in.getShort(at + 1) & 0xffff;
    width = in.getShort(at + 3) & 0xffff;
    int components = in.get(at + 5) & 0xff;
    if (width == 0 || height == 0) {
      throw new UnreadableImageException("a JPEG file of %dx%d pixels".formatted(width, height));
    }
    if (components == CMYK) {
      throw new UnreadableImageException(
          "a JPEG file in CMYK, for print; those in RGB or grey can be read");
    }
    if (components != 1 && components != 3 || bits != 8) {
      throw new UnreadableImageException(
          "a JPEG file of %d components with %d bits; those of 1 or 3 with 8 can be read"
              .formatted(components, bits));
    }
  }

  private boolean isJfif(int marker, int length) {
    return marker == 0xe0 && startsWith("JFIF\0", length);
  }

  private boolean startsWith(String name, int length) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    int at = in.position();
    if (length - 2 < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (in.get(at + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Within coded data 0xff is always followed by 0, so that each 0xff 0xda begins a scan. */
  private void countScans(int from) throws UnreadableImageException {
    byte[] file = in.array();
    int most = Math.clamp(MOST_SCANNED / ((long) width * height), FEW_SCANS, MOST_SCANS);
    int scans = 0;
    for (int i = from; i + 1 < file.length; i++) {
      if (file[i] == (byte) 0xff && file[i + 1] == (byte) SCAN && ++scans > most) {
        throw new UnreadableImageException(
            "a JPEG file of %dx%d pixels and more than %d scans".formatted(width, height, most));
      }
    }
  }

  private static UnreadableImageException cutShort() {
    return new UnreadableImageException("a JPEG file that is cut short");
  }
}
