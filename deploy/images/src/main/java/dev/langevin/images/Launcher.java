package dev.langevin.images;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The jar that is started: a manifest that names the class path and the main class, and the class
 * that asks for health. A class path on the command line would be a hundred jars long, which ONNX
 * Runtime does not stand, and as options the manifest's entries would spoil the archive of classes.
 */
final class Launcher {
  private static final int LINE = 70;

  private Launcher() {}

  /**
   * Writes it.
   *
   * @param libraries names of the jars in {@code lib/}, in order
   */
  static void write(Path jar, String main, List<String> libraries) {
    String path = libraries.stream().map(name -> "lib/" + name).collect(Collectors.joining(" "));
    String manifest =
        "Manifest-Version: 1.0\n"
            + folded("Class-Path: " + path)
            + folded("Main-Class: " + main)
            + "Enable-Native-Access: ALL-UNNAMED\n\n";
    String health = Health.class.getName().replace('.', '/') + ".class";
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
        InputStream code = Health.class.getResourceAsStream("/" + health)) {
      out.putNextEntry(entry("META-INF/MANIFEST.MF"));
      out.write(manifest.getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(entry(health));
      code.transferTo(out);
    } catch (IOException e) {
      throw ImageException.failed(jar.toString(), e);
    }
  }

  /** An entry of the one time that all have, whatever the machine's time zone. */
  static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.ofInstant(Tree.TIME, ZoneOffset.UTC));
    return entry;
  }

  /** A manifest's lines have at most 72 bytes; the next one goes on after a space. */
  private static String folded(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i += LINE) {
      text.append(i == 0 ? "" : " ")
          .append(line, i, Math.min(line.length(), i + LINE))
          .append('\n');
    }
    return text.toString();
  }
}
