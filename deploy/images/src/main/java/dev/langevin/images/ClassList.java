package dev.langevin.images;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipFile;

/**
 * Which classes an archive holds: those that the JDK lists itself, all of our own, and of others
 * those in {@code classes.txt}. That file comes from a run of the whole system, which {@code
 * deploy/images/train} makes; it is kept, since no two runs load the same classes, and then no two
 * builds would make the same archive.
 *
 * @param lines the marks of the images that it is for, and a class's name with slashes, {@code
 *     package/*}, or what the JVM writes of lambdas
 */
record ClassList(List<String> lines) {
  private static final String FILE = "classes.txt";
  private static final String PACKAGE = "/*";
  private static final List<String> JDK = List.of("java/", "javax/", "jdk/", "sun/", "com/sun/");

  /** Generated from the contracts: more than any one service uses. */
  private static final String CONTRACTS = "langevin-proto";

  /** The one that is kept. */
  static ClassList kept() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                ClassList.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
      return new ClassList(in.lines().filter(line -> !line.startsWith("#")).toList());
    } catch (IOException e) {
      throw ImageException.failed(FILE, e);
    }
  }

  /**
   * What an archive of these jars is dumped from, in the form that the JVM reads.
   *
   * @param mark the image's
   * @param java home of the runtime, whose own list comes first
   */
  List<String> of(String mark, List<Path> jars, Path java) {
    SortedMap<String, SortedSet<String>> there = packages(jars);
    Set<String> chosen = new LinkedHashSet<>();
    List<String> lambdas = new ArrayList<>();
    for (String marked : lines) {
      int space = marked.indexOf(' ');
      String line = marked.substring(space + 1);
      if (!marked.substring(0, space).contains(mark)) {
        continue;
      }
      if (line.startsWith("@")) {
        lambdas.add(line);
      } else if (line.endsWith(PACKAGE)) {
        String name = line.substring(0, line.length() - PACKAGE.length());
        chosen.addAll(there.getOrDefault(name, new TreeSet<>()));
      } else if (ofJdk(line) || there.getOrDefault(folder(line), new TreeSet<>()).contains(line)) {
        chosen.add(line);
      }
    }
    packages(jars.stream().filter(ClassList::ours).toList()).values().forEach(chosen::addAll);
    List<String> all = new ArrayList<>(jdk(java));
    all.addAll(chosen);
    all.addAll(lambdas);
    return all;
  }

  /** Classes by their packages; those that are for newer Java alone are left out. */
  static SortedMap<String, SortedSet<String>> packages(List<Path> jars) {
    SortedMap<String, SortedSet<String>> packages = new TreeMap<>();
    for (Path jar : jars) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        zip.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.endsWith(".class") && name.indexOf('/') > 0)
            .filter(name -> !name.startsWith("META-INF/") && !name.endsWith("module-info.class"))
            .map(name -> name.substring(0, name.length() - ".class".length()))
            .forEach(
                name -> packages.computeIfAbsent(folder(name), k -> new TreeSet<>()).add(name));
      } catch (IOException e) {
        throw ImageException.failed(jar.toString(), e);
      }
    }
    return packages;
  }

  static boolean ofJdk(String name) {
    return JDK.stream().anyMatch(name::startsWith);
  }

  static String folder(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  static boolean ours(Path jar) {
    String name = jar.getFileName().toString();
    return name.startsWith("langevin-") && !name.startsWith(CONTRACTS);
  }

  private static List<String> jdk(Path java) {
    try {
      return Files.readAllLines(java.resolve("lib/classlist")).stream()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw ImageException.failed("the JDK's list of classes", e);
    }
  }
}
