package dev.langevin.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A Java runtime of the modules that the services use, made of the JDK that runs us. All images
 * have the same one, so that a machine that runs several of them holds its layer once.
 */
final class JavaRuntime {
  /** Where it lies in images. */
  static final String HOME = "/opt/java";

  /** Found by no analysis, since they are looked up at run time: elliptic curves of TLS. */
  private static final List<String> AT_RUN_TIME = List.of("jdk.crypto.ec");

  /** What draws to screens and printers; their libraries want others that servers don't have. */
  private static final String SCREENS =
      "**/libawt_xawt.so,**/libsplashscreen.so,**/libjawt.so,**/libjsound.so";

  private JavaRuntime() {}

  /**
   * Names of the modules that the jars need, as jdeps finds them.
   *
   * @param scratch where a file is written for it
   */
  static SortedSet<String> modules(Collection<ClassPath> paths, Path scratch) {
    Path classes = scratch.resolve("classes.jar");
    merge(paths.stream().flatMap(path -> path.jars().stream()).distinct().toList(), classes);
    String found =
        Tool.ofJdk(
                "jdeps",
                List.of(
                    "--print-module-deps",
                    "--ignore-missing-deps",
                    "--multi-release",
                    Integer.toString(Runtime.version().feature()),
                    classes.toString()))
            .strip();
    SortedSet<String> modules = new TreeSet<>(AT_RUN_TIME);
    modules.addAll(Arrays.asList(found.substring(found.lastIndexOf('\n') + 1).split(",")));
    return modules;
  }

  /**
   * The classes of all jars in one, without their descriptions of modules: jdeps would want every
   * module that they name, also those that nobody has.
   */
  private static void merge(Collection<Path> jars, Path target) {
    Set<String> written = new HashSet<>();
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
      out.setLevel(Deflater.NO_COMPRESSION);
      out.putNextEntry(Launcher.entry("META-INF/MANIFEST.MF"));
      out.write("Manifest-Version: 1.0\nMulti-Release: true\n\n".getBytes(StandardCharsets.UTF_8));
      for (Path jar : jars) {
        try (ZipFile in = new ZipFile(jar.toFile())) {
          for (ZipEntry entry : in.stream().toList()) {
            String name = entry.getName();
            if (name.endsWith(".class")
                && !name.endsWith("module-info.class")
                && written.add(name)) {
              out.putNextEntry(Launcher.entry(name));
              in.getInputStream(entry).transferTo(out);
            }
          }
        }
      }
    } catch (IOException e) {
      throw ImageException.failed("looking for modules", e);
    }
  }

  /** Makes it in a folder that is not there yet. */
  static void link(Collection<String> modules, Path folder) {
    Tool.ofJdk(
        "jlink",
        List.of(
            "--add-modules",
            String.join(",", modules),
            "--no-header-files",
            "--no-man-pages",
            "--strip-debug",
            "--compress",
            "zip-6",
            // Its classes differ from run to run; the archive of classes has those that are used.
            "--disable-plugin",
            "generate-jli-classes",
            "--exclude-files",
            SCREENS,
            "--output",
            folder.toString()));
    if (!Files.isExecutable(folder.resolve("bin/java"))) {
      throw ImageException.missing(folder.resolve("bin/java"), "jlink has not made it");
    }
  }
}
