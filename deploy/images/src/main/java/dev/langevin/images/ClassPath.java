package dev.langevin.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The jars of a module and of what it needs at run time, as Maven found them.
 *
 * @param jars in the order of the class path, the module's own first
 */
record ClassPath(List<Path> jars) {
  /** Written by the dependency plugin; the profile images calls it. */
  static final String LIST = "target/classpath.txt";

  private static final Pattern OTHER =
      Pattern.compile(".*-(?:sources|javadoc|tests|test-sources)\\.jar");

  /**
   * Reads what Maven has left in a module's folder.
   *
   * @throws ImageException if the module is not built
   */
  static ClassPath of(Path module) {
    Path list = module.resolve(LIST);
    if (!Files.isRegularFile(list)) {
      throw ImageException.missing(list, "mvn -Pimages package writes it");
    }
    try {
      List<Path> jars = new ArrayList<>(List.of(own(module)));
      String libraries = Files.readString(list).strip();
      if (!libraries.isEmpty()) {
        Stream.of(libraries.split(":")).map(Path::of).forEach(jars::add);
      }
      return new ClassPath(List.copyOf(jars));
    } catch (IOException e) {
      throw ImageException.failed(list.toString(), e);
    }
  }

  /** What an image needs of a checkout. */
  static ClassPath of(Path checkout, Recipe recipe) {
    ClassPath all = new ClassPath(List.of());
    try {
      for (String module : recipe.jars()) {
        Path folder = checkout.resolve(module);
        List<Path> some = new ArrayList<>(List.of(own(folder)));
        of(folder).jars().stream()
            .filter(jar -> begins(jar, recipe.libraries()))
            .forEach(some::add);
        all = all.with(new ClassPath(some));
      }
    } catch (IOException e) {
      throw ImageException.failed(checkout.toString(), e);
    }
    for (String module : recipe.modules()) {
      all = all.with(of(checkout.resolve(module)));
    }
    return all.without(recipe.without());
  }

  /** These and those, each once. */
  private ClassPath with(ClassPath others) {
    Map<String, Path> all = new LinkedHashMap<>();
    Stream.concat(jars.stream(), others.jars.stream())
        .forEach(jar -> all.putIfAbsent(jar.getFileName().toString(), jar));
    return new ClassPath(List.copyOf(all.values()));
  }

  /** Those whose names do not begin with one of the prefixes. */
  ClassPath without(List<String> prefixes) {
    return new ClassPath(jars.stream().filter(jar -> !begins(jar, prefixes)).toList());
  }

  private static boolean begins(Path jar, List<String> prefixes) {
    return prefixes.stream().anyMatch(jar.getFileName().toString()::startsWith);
  }

  private static Path own(Path module) throws IOException {
    Path target = module.resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("langevin.*\\.jar"))
          .filter(file -> !OTHER.matcher(file.getFileName().toString()).matches())
          .findFirst()
          .orElseThrow(
              () -> ImageException.missing(target + "/langevin*.jar", "mvn package makes it"));
    }
  }
}
