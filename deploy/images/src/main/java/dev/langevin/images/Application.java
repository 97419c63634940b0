package dev.langevin.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an image runs, laid out in a folder as it will lie in {@code /langevin}: the launcher, the
 * jars in {@code lib/}, native libraries in {@code native/}, the options of the JVM.
 *
 * @param recipe what it is
 * @param folder where it lies
 * @param libraries names of the jars, in the order of the class path
 */
record Application(Recipe recipe, Path folder, List<String> libraries) {
  /** Where it lies in images. */
  static final String HOME = "/langevin";

  /** Classes in the form that the JVM maps. */
  static final String ARCHIVE = "classes.jsa";

  /** What is in the image. */
  static final String BOM = "sbom.cdx.json";

  /**
   * Lays it out.
   *
   * @param pool where jars are kept that several images have
   */
  static Application lay(Recipe recipe, ClassPath path, Path folder, Path pool, Platform platform) {
    NativeLibraries libraries = new NativeLibraries(platform);
    Path lib = folder.resolve("lib");
    List<String> names = new ArrayList<>();
    try {
      Files.createDirectories(lib);
      Files.createDirectories(folder.resolve("native"));
      for (Path jar : path.jars()) {
        String name = jar.getFileName().toString();
        Path lean = libraries.unpack(jar, pool.resolve(recipe.name()), folder.resolve("native"));
        Files.copy(lean, lib.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        names.add(name);
      }
      Application application = new Application(recipe, folder, List.copyOf(names));
      Launcher.write(application.launcher(), recipe.main(), names);
      Files.write(folder.resolve("options"), application.options());
      Files.write(folder.resolve("health"), application.health());
      return application;
    } catch (IOException e) {
      throw ImageException.failed(folder.toString(), e);
    }
  }

  /** Adds the archive of classes, for this runtime. */
  void archive(Path java) {
    List<Path> jars = libraries.stream().map(name -> folder.resolve("lib").resolve(name)).toList();
    Path list = folder.resolveSibling(recipe.name() + ".classes");
    try {
      Files.write(list, ClassList.kept().of(recipe.mark(), jars, java));
    } catch (IOException e) {
      throw ImageException.failed(list.toString(), e);
    }
    ClassArchive.dump(java, folder, launcher(), list, folder.resolve(ARCHIVE));
  }

  /** Whether its networks can run on NVIDIA GPUs. */
  boolean cuda() {
    return libraries.stream().anyMatch(name -> name.startsWith("onnxruntime_gpu"));
  }

  /** The jar that is started. */
  Path launcher() {
    return folder.resolve(recipe.name() + ".jar");
  }

  /** Its files whose names are such, as they will lie in the image. */
  Tree files(Predicate<String> name) {
    Tree tree = new Tree();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> name.test(file.getFileName().toString()))
          .forEach(file -> tree.file(file, HOME + "/" + folder.relativize(file)));
      return tree;
    } catch (IOException e) {
      throw ImageException.failed(folder.toString(), e);
    }
  }

  /** Whether a file is built here. */
  static boolean ours(String file) {
    return file.startsWith("langevin")
        || Set.of("options", "health", BOM).contains(file)
        || Recipe.ALL.stream().anyMatch(recipe -> file.equals(recipe.name() + ".jar"));
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(common());
    options.add("-XX:+ExitOnOutOfMemoryError");
    options.add("-XX:MaxRAMPercentage=" + recipe.heap());
    options.add("-Djava.library.path=" + HOME + "/native");
    if (recipe.networks()) {
      options.add("-Donnxruntime.native.path=" + HOME + "/native");
      options.add("-DRUST_LIBRARY_PATH=" + HOME + "/native/libtokenizers.so");
    }
    options.add("-jar");
    options.add(HOME + "/" + launcher().getFileName());
    return options;
  }

  /** With the class path that the archive was dumped with. */
  private List<String> health() {
    List<String> options = new ArrayList<>(common());
    options.addAll(
        List.of(
            // JAVA_TOOL_OPTIONS are meant for the service, whose collector and heap may be others.
            "-XX:-UseG1GC",
            "-XX:-UseParallelGC",
            "-XX:-UseShenandoahGC",
            "-XX:-UseZGC",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms8m",
            "-Xmx16m",
            "-cp",
            HOME + "/" + launcher().getFileName(),
            Health.class.getName()));
    return options;
  }

  private static List<String> common() {
    return List.of(
        "-XX:SharedArchiveFile=" + HOME + "/" + ARCHIVE,
        // Without the archive it only starts later.
        "-Xlog:disable",
        "-Xlog:all=warning:stderr",
        "-Xlog:cds*=off",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:-UsePerfData");
  }
}
