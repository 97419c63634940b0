package dev.langevin.decoder.image;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a file that can't be read looks like, so that its sender understands. */
final class FileKind {
  private static final int LOOKED_AT = 512;

  /**
   * @param at where the bytes stand
   * @param bytes in Latin-1
   * @param name for a message
   */
  private record Mark(int at, String bytes, String name) {}

  private static final List<Mark> MARKS =
      List.of(
          new Mark(0, "GIF8", "GIF"),
          new Mark(8, "WEBP", "WebP"),
          new Mark(4, "ftypavif", "AVIF"),
          new Mark(4, "ftyphei", "HEIC"),
          new Mark(4, "ftypmif", "HEIC"),
          new Mark(4, "ftyp", "a video"),
          new Mark(0, "BM", "BMP"),
          new Mark(0, "II*\0", "TIFF"),
          new Mark(0, "MM\0*", "TIFF"),
          new Mark(4, "JXL ", "JPEG XL"),
          new Mark(0, "\u00ff\n", "JPEG XL"),
          new Mark(4, "jP  ", "JPEG 2000"),
          new Mark(0, "8BPS", "Photoshop"),
          new Mark(0, "\u0089PNG", "damaged PNG"),
          new Mark(0, "%PDF", "PDF"),
          new Mark(0, "PK\3\4", "ZIP"),
          new Mark(0, "\u001f\u008b", "gzip"));

  private FileKind() {}

  /** Its name; empty for what nobody knows. */
  static String of(byte[] file) {
    String head =
        new String(file, 0, Math.min(file.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
    for (Mark mark : MARKS) {
      if (head.startsWith(mark.bytes(), mark.at())) {
        return mark.name();
      }
    }
    String text = head.strip();
    if (text.isEmpty() || !text.chars().allMatch(FileKind::printable)) {
      return "";
    }
    return text.startsWith("<") ? "SVG, XML or HTML" : "text";
  }

  /** UTF-8 beyond ASCII has bytes from 0x80. */
  private static boolean printable(int c) {
    return c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t';
  }
}
