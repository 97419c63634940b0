package dev.langevin.client.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names for pictures. */
public final class FileNames {
  private static final int STEM_LIMIT = 60;

  private FileNames() {}

  /** {@code boat.png}, or {@code boat-1.png}, {@code boat-2.png} and so on for several. */
  static List<Path> of(Path chosen, int count) {
    if (count == 1) {
      return List.of(chosen);
    }
    Path last = chosen.getFileName();
    String name = last == null ? "" : last.toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String extension = dot > 0 ? name.substring(dot) : "";
    List<Path> files = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      files.add(chosen.resolveSibling(stem + "-" + i + extension));
    }
    return files;
  }

  /** Names in {@code folder} made from the prompt, none of which exists. */
  static List<Path> unused(Path folder, String prompt, int count) {
    String stem = stem(prompt);
    for (int n = 1; ; n++) {
      String name = n == 1 ? stem + ".png" : stem + "-" + n + ".png";
      List<Path> files = of(folder.resolve(name), count);
      if (files.stream().noneMatch(Files::exists)) {
        return files;
      }
    }
  }

  /** {@code a-red-sailboat-at-sunset}. */
  public static String stem(String prompt) {
    String words =
        Normalizer.normalize(prompt, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", "-")
            .replaceAll("^-|-$", "");
    if (words.codePointCount(0, words.length()) > STEM_LIMIT) {
      words = words.substring(0, words.offsetByCodePoints(0, STEM_LIMIT));
      int cut = words.lastIndexOf('-');
      words = cut > STEM_LIMIT / 2 ? words.substring(0, cut) : words;
    }
    return words.isEmpty() ? "picture" : words;
  }

  /** Temporary files are for their owner alone; pictures are as other new files. */
  static void ordinaryPermissions(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }
}
