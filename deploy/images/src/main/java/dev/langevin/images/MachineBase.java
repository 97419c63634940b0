package dev.langevin.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A base made of this machine's own files, for where no registry can be reached: the libraries that
 * Java and our native libraries are linked with, those that the C library opens at run time to look
 * up names, certificates of authorities, and a user.
 */
final class MachineBase {
  private static final Pattern LIBRARY = Pattern.compile("(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)");
  private static final Pattern MISSING = Pattern.compile("(\\S+?\\.so)\\S* => not found");

  /** Opened at run time, so that ldd does not name them. */
  private static final List<String> OPENED =
      List.of(
          "libnss_files.so.2",
          "libnss_dns.so.2",
          "libresolv.so.2",
          "libgcc_s.so.1",
          "libstdc++.so.6");

  /** Its libraries come with the driver and its toolkit, or with another base. */
  private static final String CUDA = "libonnxruntime_providers_cuda.so";

  private static final List<String> FILES =
      List.of("/etc/ssl/certs/ca-certificates.crt", "/etc/os-release");

  private static final String PASSWD =
      "root:x:0:0:root:/:/nonexistent\nlangevin:x:10001:10001:langevin:/tmp:/nonexistent\n";
  private static final String GROUP = "root:x:0:\nlangevin:x:10001:\n";
  private static final String LOOK_UP = "hosts: files dns\n";

  private MachineBase() {}

  /**
   * Collects it.
   *
   * @param folders what lies over it: programs and libraries whose libraries are needed
   * @param programs of this machine that it has besides
   * @param scratch where small files are written
   */
  static Tree collect(List<Path> folders, List<Path> programs, Path scratch) {
    Tree tree = new Tree();
    List<Path> linked =
        Stream.concat(folders.stream().flatMap(MachineBase::linked), programs.stream()).toList();
    Set<String> own = new HashSet<>();
    linked.forEach(file -> own.add(file.getFileName().toString()));
    TreeSet<String> libraries = new TreeSet<>();
    linked.forEach(file -> libraries.addAll(needed(file, own)));
    libraries.removeIf(library -> folders.stream().anyMatch(Path.of(library)::startsWith));
    Path folder =
        libraries.stream()
            .filter(library -> library.endsWith("/libc.so.6"))
            .map(library -> Path.of(library).getParent())
            .findFirst()
            .orElseThrow(() -> ImageException.missing("libc.so.6", "musl has no such base"));
    OPENED.forEach(name -> libraries.add(folder.resolve(name).toString()));
    for (String library : libraries) {
      tree.file(real(Path.of(library)), library);
    }
    programs.forEach(program -> tree.file(real(program), program.toString()));
    FILES.forEach(file -> tree.file(real(Path.of(file)), file));
    text(tree, scratch.resolve("passwd"), "/etc/passwd", PASSWD);
    text(tree, scratch.resolve("group"), "/etc/group", GROUP);
    text(tree, scratch.resolve("nsswitch.conf"), "/etc/nsswitch.conf", LOOK_UP);
    locale(tree);
    return tree;
  }

  /**
   * What is linked in, by the paths that the loader looks at.
   *
   * @param own those that programs load themselves, as Java does its own
   */
  private static List<String> needed(Path file, Set<String> own) {
    String said = Tool.run(Path.of("/"), List.of("ldd", file.toString()));
    for (Matcher missing = MISSING.matcher(said); missing.find(); ) {
      if (!own.contains(missing.group(1)) && !file.endsWith(CUDA)) {
        throw ImageException.missing(
            missing.group(1) + ", which " + file + " is linked with,", "install it");
      }
    }
    return LIBRARY.matcher(said).results().map(found -> found.group(1)).toList();
  }

  /** Else names of files and arguments are ASCII alone. */
  private static void locale(Tree tree) {
    Path utf8 = Path.of("/usr/lib/locale/C.utf8");
    if (Files.isDirectory(utf8)) {
      tree.all(utf8, utf8.toString());
    }
  }

  /** The Debian packages that files of it belong to: name, version and architecture of each. */
  static List<String[]> packages(Tree base) {
    Set<String> names = new TreeSet<>();
    for (Tree.Entry entry : base.entries().values()) {
      String file = entry.source().toString();
      // dpkg knows files of /usr/lib by the name that they had before the two were merged, too.
      owner(file).or(() -> owner(file.replaceFirst("^/usr", ""))).ifPresent(names::add);
    }
    String format = "${Package}\t${Version}\t${Architecture}\n";
    List<String> query = new ArrayList<>(List.of("dpkg-query", "-W", "-f", format));
    query.addAll(names);
    return Tool.run(Path.of("/"), query).lines().map(line -> line.split("\t")).toList();
  }

  private static Optional<String> owner(String file) {
    try {
      String said = Tool.run(Path.of("/"), List.of("dpkg", "-S", file));
      return Optional.of(said.substring(0, said.indexOf(": ")));
    } catch (ImageException e) {
      return Optional.empty(); // written by us, or by a package's script
    }
  }

  private static void text(Tree tree, Path file, String target, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
      tree.file(file, target);
    } catch (IOException e) {
      throw ImageException.failed(file.toString(), e);
    }
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw ImageException.missing(file, "install what it belongs to");
    }
  }

  private static Stream<Path> linked(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".so") || file.endsWith("bin/java"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw ImageException.failed(folder.toString(), e);
    }
  }
}
