package dev.langevin.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a run of the whole system has loaded, as a list that is kept. A package that it has loaded
 * half of is taken as a whole, so that the list is short and fits the next version too.
 */
public final class Training {
  private static final double HALF = 0.5;
  private static final String HEAD =
      """
      # Which classes of libraries the archives of classes hold: what a run of the whole system loaded.
      # Written by deploy/images/train; a package ends with /*. Our own classes are all in, and need no line.
      """;

  private Training() {}

  /**
   * Writes the list.
   *
   * @param loaded lists that JVMs have written, with -XX:DumpLoadedClassList
   * @param jars of all images
   */
  private static void write(List<Path> loaded, Collection<Path> jars, Path file) {
    SortedMap<String, SortedSet<String>> there = ClassList.packages(List.copyOf(jars));
    SortedMap<String, SortedSet<String>> seen = new TreeMap<>();
    SortedSet<String> lambdas = new TreeSet<>();
    for (String line : lines(loaded)) {
      if (line.startsWith("@lambda-form")) {
        lambdas.add(line);
      } else if (!line.startsWith("@") && !line.startsWith("#")) {
        String name = line.split(" ", 2)[0];
        seen.computeIfAbsent(ClassList.folder(name), k -> new TreeSet<>()).add(name);
      }
    }
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, SortedSet<String>> entry : seen.entrySet()) {
      SortedSet<String> all = there.getOrDefault(entry.getKey(), new TreeSet<>());
      SortedSet<String> some = new TreeSet<>(entry.getValue());
      some.removeIf(name -> !ClassList.ofJdk(name) && !all.contains(name));
      if (!all.isEmpty() && some.size() >= HALF * all.size()) {
        lines.add(entry.getKey() + "/*");
      } else {
        lines.addAll(some);
      }
    }
    lines.addAll(lambdas);
    try {
      Files.writeString(file, HEAD + String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw ImageException.failed(file.toString(), e);
    }
  }

  /**
   * Writes the list of a run of images.
   *
   * @param arguments the checkout, the file to write, and the lists of the run
   */
  public static void main(String[] arguments) {
    List<Path> paths = Stream.of(arguments).map(Path::of).toList();
    Set<Path> jars = new LinkedHashSet<>();
    Recipe.ALL.forEach(recipe -> jars.addAll(ClassPath.of(paths.get(0), recipe).jars()));
    jars.removeIf(ClassList::ours);
    write(paths.subList(2, paths.size()), jars, paths.get(1));
  }

  private static List<String> lines(List<Path> files) {
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      try {
        lines.addAll(Files.readAllLines(file));
      } catch (IOException e) {
        throw ImageException.failed(file.toString(), e);
      }
    }
    return lines;
  }
}
