package dev.langevin.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    String base = label(first, "base.name", Build.MACHINE);

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
      String folder = file.getKey().replaceFirst("/$", "");
      boolean own = folder.equals("/data") || folder.equals("/models") && name.equals("cli");
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
    List<JsonObject> parts =
        bom.getAsJsonArray("components").asList().stream()
            .map(JsonElement::getAsJsonObject)
            .toList();

    assertThat(bom.get("bomFormat").getAsString()).isEqualTo("CycloneDX");
    String base = label(image, "base.name", Build.MACHINE);
    assertThat(parts)
        .extracting(part -> text(part, "name"))
        .contains("openjdk", base.equals(Build.MACHINE) ? "libc6" : base);
    for (String file : image.files().keySet()) {
      if (file.startsWith("/langevin/lib/") && file.endsWith(".jar")) {
        String jar = file.substring(file.lastIndexOf('/') + 1);
        assertThat(parts)
            .as(jar)
            .anyMatch(part -> isOf(jar, text(part, "name"), text(part, "version")));
      }
    }
  }

  /** Whether it is the jar of a part: what may follow the version says for which system. */
  private static boolean isOf(String jar, String name, String version) {
    String whole = name + "-" + version;
    return jar.equals(whole + ".jar")
        || jar.startsWith(whole + "-")
        || jar.equals("langevin.jar") && name.equals("langevin-deploy");
  }

  private static String text(JsonObject part, String name) {
    JsonElement text = part.get(name);
    return text == null ? "" : text.getAsString();
  }

  private static String label(TarFile image, String name) {
    return label(image, name, "");
  }

  private static String label(TarFile image, String name, String otherwise) {
    JsonElement label = image.running().getAsJsonObject("Labels").get(Origin.label(name));
    return label == null ? otherwise : label.getAsString();
  }
}
