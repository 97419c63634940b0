package dev.langevin.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The images that Maven has built, as files: nothing here needs an engine. */
class ImagesIT {
  private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path BUILT = CHECKOUT.resolve("deploy/target/images");

  private static final Map<String, TarFile> READ = new HashMap<>();

  private static TarFile read(String name) throws IOException {
    if (!READ.containsKey(name)) {
      READ.put(name, TarFile.read(BUILT.resolve(name + ".tar")));
    }
    return READ.get(name);
  }

  @BeforeAll
  static void require() {
    boolean built = Files.isRegularFile(BUILT.resolve("cli.tar"));
    if (!built) {
      System.err.println("SKIPPED images: none are built; mvn -Pimages package builds them");
    }
    assumeTrue(built, "images are not built; mvn -Pimages package builds them");
  }

  static Stream<String> names() {
    return Recipe.ALL.stream().map(Recipe::name);
  }

  @Test
  void build_again_makesTheSameLayers(@TempDir Path out) throws IOException {
    Recipe recipe =
        Recipe.ALL.stream().filter(r -> r.name().equals("orchestrator")).findAny().get();
    TarFile first = read("orchestrator");
    String version = label(first, "version");
    String base =
        first.running().getAsJsonObject("Labels").has(Origin.label("base.name"))
            ? label(first, "base.name")
            : Build.MACHINE;

    new Build(CHECKOUT, out, base, version, Map.of(), true, true, false).run(List.of(recipe));

    assertThat(TarFile.read(out.resolve("orchestrator.tar")).layers()).isEqualTo(first.layers());
  }

  @ParameterizedTest
  @MethodSource("names")
  void image_runsAsNobodyFromAReadOnlyRoot(String name) throws IOException {
    TarFile image = read(name);

    assertThat(image.running().get("User").getAsString()).isEqualTo("10001:10001");
    assertThat(image.running().get("WorkingDir").getAsString()).isEqualTo("/langevin");
    assertThat(image.running().getAsJsonArray("Entrypoint").get(0).getAsString())
        .isEqualTo("/opt/java/bin/java");
    assertThat(image.files().keySet())
        .as("no shell")
        .noneMatch(file -> file.matches(".*/(ba|da|)sh"))
        .contains("/langevin/classes.jsa", "/langevin/sbom.cdx.json");
    for (Map.Entry<String, TarArchiveEntry> file : image.files().entrySet()) {
      boolean own = Set.of("/data/", "/data").contains(file.getKey());
      assertThat(file.getValue().getLongUserId()).as(file.getKey()).isEqualTo(own ? 10001 : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void image_saysWhatItIs(String name) throws IOException {
    TarFile image = read(name);

    assertThat(label(image, "title")).isEqualTo("langevin " + name);
    assertThat(label(image, "licenses")).isEqualTo("Apache-2.0");
    assertThat(label(image, "revision")).matches("[0-9a-f]{40}(-dirty)?");
    assertThat(label(image, "version")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void image_holdsNativeLibrariesOfItsSystemAlone(String name) throws IOException {
    TarFile image = read(name);
    Recipe recipe = Recipe.ALL.stream().filter(r -> r.name().equals(name)).findAny().get();

    assertThat(image.files().keySet())
        .noneMatch(file -> file.endsWith(".dll") || file.endsWith(".dylib"));
    if (recipe.networks()) {
      assertThat(image.files().keySet())
          .contains(
              "/langevin/native/libonnxruntime.so", "/langevin/native/libonnxruntime4j_jni.so");
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void sbom_hasEveryJarTheRuntimeAndTheBase(String name) throws IOException {
    TarFile image = read(name);
    JsonObject bom =
        JsonParser.parseString(Files.readString(BUILT.resolve(name + ".cdx.json")))
            .getAsJsonObject();
    List<String> parts =
        bom.getAsJsonArray("components").asList().stream()
            .map(part -> part.getAsJsonObject().get("name").getAsString())
            .toList();

    assertThat(bom.get("bomFormat").getAsString()).isEqualTo("CycloneDX");
    assertThat(parts).contains("openjdk");
    for (String file : image.files().keySet()) {
      if (file.startsWith("/langevin/lib/") && file.endsWith(".jar")) {
        String jar = file.substring(file.lastIndexOf('/') + 1);
        assertThat(parts)
            .as(jar)
            .anyMatch(
                part ->
                    jar.startsWith(part + "-")
                        || jar.equals("langevin.jar") && part.equals("langevin-deploy"));
      }
    }
  }

  private static String label(TarFile image, String name) {
    return image.running().getAsJsonObject("Labels").get(Origin.label(name)).getAsString();
  }
}
