package dev.langevin.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds the images of a checkout.
 *
 * @param checkout where Maven has built the modules
 * @param out where the images go
 * @param base {@code machine}, or a reference of an image with a digest
 * @param version the tag
 * @param labels further labels
 * @param archive whether to make an archive of classes
 * @param bom whether Maven has written bills of materials, which go into the images
 * @param standIns whether to build what stands in for others' images in tests
 */
record Build(
    Path checkout,
    Path out,
    String base,
    String version,
    Map<String, String> labels,
    boolean archive,
    boolean bom,
    boolean standIns) {
  static final String MACHINE = "machine";

  private static final Pattern PINNED = Pattern.compile("\\S+@sha256:[0-9a-f]{64}");

  Build {
    if (!base.equals(MACHINE) && !PINNED.matcher(base).matches()) {
      throw ImageException.refused(
          "images.base", base, "machine, or a reference with a digest: NAME@sha256:…");
    }
  }

  /** Builds these, and says for each what it is. */
  void run(List<Recipe> recipes) {
    Platform platform = Platform.here();
    Path work = out.resolve("work");
    delete(work);
    create(work);
    Map<Recipe, ClassPath> paths = new LinkedHashMap<>();
    for (Recipe recipe : Recipe.ALL) {
      paths.put(recipe, ClassPath.of(checkout, recipe));
    }
    Collection<String> modules = JavaRuntime.modules(paths.values(), work);
    Path java = work.resolve("java");
    JavaRuntime.link(modules, java);
    List<Application> applications = new ArrayList<>();
    for (Recipe recipe : recipes) {
      applications.add(
          Application.lay(
              recipe,
              paths.get(recipe),
              work.resolve(recipe.name()),
              work.resolve("lean"),
              platform));
    }
    if (archive) {
      applications.forEach(application -> application.archive(java));
    }
    Set<String> common = common(paths.values());
    Tree below = base.equals(MACHINE) ? machine(java, applications, work) : new Tree();
    for (Application application : applications) {
      if (bom) {
        bom(application, java, modules, below);
      }
      write(application, platform, java, common, below);
    }
    if (standIns) {
      new StandIns(checkout, java, out, platform).build();
    }
  }

  private void write(
      Application application, Platform platform, Path java, Set<String> common, Tree below) {
    Recipe recipe = application.recipe();
    Map<String, Tree> layers = new LinkedHashMap<>();
    if (!below.entries().isEmpty()) {
      layers.put("base", below);
    }
    layers.put("java", new Tree().all(java, JavaRuntime.HOME));
    layers.put("common", application.files(common::contains));
    layers.put(
        "libraries",
        application.files(
            name ->
                !common.contains(name)
                    && !Application.ours(name)
                    && !name.equals(Application.ARCHIVE)));
    layers.put("langevin", application.files(Application::ours).merge(folders(java, recipe)));
    if (archive) {
      layers.put("classes", application.files(Application.ARCHIVE::equals));
    }
    String suffix = application.cuda() ? "-cuda" : "";
    String reference = "langevin/" + recipe.name() + ":" + version + suffix;
    String id =
        new ImageFile(
                reference,
                base.equals(MACHINE) ? "" : base,
                layers,
                List.of(JavaRuntime.HOME + "/bin/java", "@" + Application.HOME + "/options"),
                environment(recipe),
                labels(recipe),
                recipe.port() == 0 ? List.of() : List.of(recipe.port(), Health.PORT))
            .write(
                out.resolve(recipe.name() + suffix + ".tar"),
                out.resolve("cache"),
                platform,
                Recipe.USER);
    System.out.printf("%s %s%n", reference, id);
    layers.forEach(
        (layer, tree) -> System.out.printf("  %-10s %6.1f MB%n", layer, tree.bytes() / 1e6));
  }

  private void bom(Application application, Path java, Collection<String> modules, Tree below) {
    Recipe recipe = application.recipe();
    Sbom sbom =
        Sbom.of(
                Stream.concat(recipe.modules().stream(), recipe.jars().stream())
                    .map(checkout::resolve)
                    .toList(),
                application.libraries())
            .image("langevin/" + recipe.name(), version)
            .java(modules);
    if (base.equals(MACHINE)) {
      MachineBase.packages(below).forEach(one -> sbom.debian(one[0], one[1], one[2]));
    } else {
      sbom.base(base);
    }
    sbom.write(application.folder().resolve(Application.BOM));
    sbom.write(out.resolve(recipe.name() + (application.cuda() ? "-cuda" : "") + ".cdx.json"));
  }

  /**
   * Where models and data are mounted; a volume takes over whose the folder is. Services only read
   * models, the command fetches them.
   */
  private static Tree folders(Path any, Recipe recipe) {
    return new Tree()
        .folder(any, "/models", "755", recipe.port() == 0 ? Recipe.USER : "0:0")
        .folder(any, "/data", "755", Recipe.USER)
        .folder(any, "/tmp", "777", "0:0");
  }

  private static Map<String, String> environment(Recipe recipe) {
    Map<String, String> all = new LinkedHashMap<>(recipe.environment());
    all.put("LANG", "C.UTF-8");
    return all;
  }

  private Map<String, String> labels(Recipe recipe) {
    Map<String, String> all = new LinkedHashMap<>(Origin.labels(checkout, labels));
    all.put(Origin.label("title"), "langevin " + recipe.name());
    all.put(Origin.label("description"), recipe.title());
    all.put(Origin.label("version"), version);
    all.put(Origin.label("licenses"), "Apache-2.0");
    if (!base.equals(MACHINE)) {
      all.put(Origin.label("base.name"), base);
    }
    return all;
  }

  private Tree machine(Path java, List<Application> applications, Path work) {
    List<Path> folders = new ArrayList<>(List.of(java));
    applications.forEach(application -> folders.add(application.folder().resolve("native")));
    return MachineBase.collect(folders, List.of(), work.resolve("base"));
  }

  /** Names of the libraries that every service has. */
  private static Set<String> common(Collection<ClassPath> paths) {
    Set<String> names = null;
    for (ClassPath path : paths) {
      Set<String> here = new HashSet<>();
      path.jars().forEach(jar -> here.add(jar.getFileName().toString()));
      if (names == null) {
        names = here;
      } else {
        names.retainAll(here);
      }
    }
    names.removeIf(Application::ours);
    return names;
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw ImageException.failed(folder.toString(), e);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted((a, b) -> b.compareTo(a))::iterator) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw ImageException.failed(folder.toString(), e);
    }
  }
}
