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
      # Written by deploy/images/train. The letters stand for images: g gateway, t text-encoder, n denoiser,
      # d decoder, o orchestrator, c cli. A package ends with /*. Our own classes are all in, and need no line.
      """;

  /** Marks of images by classes, the classes by packages. */
  private final SortedMap<String, SortedMap<String, SortedSet<String>>> seen = new TreeMap<>();

  private final SortedMap<String, SortedSet<String>> lambdas = new TreeMap<>();

  private Training() {}

  /**
   * Writes the list of a run of images.
   *
   * @param arguments the checkout, the file to write, and the lists that JVMs have written with
   *     -XX:DumpLoadedClassList, named {@code IMAGE.N.classes}
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> paths = Stream.of(arguments).map(Path::of).toList();
    Set<Path> jars = new LinkedHashSet<>();
    Recipe.ALL.forEach(recipe -> jars.addAll(ClassPath.of(paths.get(0), recipe).jars()));
    jars.removeIf(ClassList::ours);
    Training training = new Training();
    for (Path list : paths.subList(2, paths.size())) {
      String name = list.getFileName().toString().replaceFirst("\\..*", "");
      training.add(
          Recipe.ALL.stream().filter(some -> some.name().equals(name)).findAny().orElseThrow(),
          Files.readAllLines(list));
    }
    Files.writeString(paths.get(1), HEAD + String.join("\n", training.lines(jars)) + "\n");
  }

  private void add(Recipe recipe, List<String> loaded) {
    for (String line : loaded) {
      if (line.startsWith("@lambda-form")) {
        lambdas.computeIfAbsent(line, k -> new TreeSet<>()).add(recipe.mark());
      } else if (!line.startsWith("@") && !line.startsWith("#")) {
        String name = line.split(" ", 2)[0];
        seen.computeIfAbsent(ClassList.folder(name), k -> new TreeMap<>())
            .computeIfAbsent(name, k -> new TreeSet<>())
            .add(recipe.mark());
      }
    }
  }

  private List<String> lines(Collection<Path> jars) {
    SortedMap<String, SortedSet<String>> there = ClassList.packages(List.copyOf(jars));
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, SortedMap<String, SortedSet<String>>> one : seen.entrySet()) {
      SortedSet<String> all = there.getOrDefault(one.getKey(), new TreeSet<>());
      SortedMap<String, SortedSet<String>> some = new TreeMap<>(one.getValue());
      some.keySet().removeIf(name -> !ClassList.ofJdk(name) && !all.contains(name));
      if (!all.isEmpty() && some.size() >= HALF * all.size()) {
        SortedSet<String> marks = new TreeSet<>();
        some.values().forEach(marks::addAll);
        lines.add(String.join("", marks) + " " + one.getKey() + "/*");
      } else {
        some.forEach((name, marks) -> lines.add(String.join("", marks) + " " + name));
      }
    }
    lambdas.forEach((line, marks) -> lines.add(String.join("", marks) + " " + line));
    return lines;
  }
}
