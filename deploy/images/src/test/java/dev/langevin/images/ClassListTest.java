package dev.langevin.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListTest {
  @TempDir Path folder;
  private Path library;
  private Path ours;

  @BeforeEach
  void make() throws IOException {
    library = jar("library-1.jar", "a/One.class", "a/Two.class", "b/Three.class", "b/Four.class");
    ours = jar("langevin-gateway-1.jar", "dev/langevin/gateway/Main.class");
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("lib/classlist"), "# of the JDK\njava/lang/Object id: 0\n");
  }

  @Test
  void of_packagesClassesAndOurs_inOrder() {
    ClassList list = new ClassList(List.of("gt a/*", "g b/Three", "t b/Four", "g java/util/List"));

    assertThat(list.of("g", List.of(library, ours), folder))
        .containsExactly(
            "java/lang/Object id: 0",
            "a/One",
            "a/Two",
            "b/Three",
            "java/util/List",
            "dev/langevin/gateway/Main");
  }

  @Test
  void of_whatAnImageDoesNotHave_isLeftOut() {
    ClassList list = new ClassList(List.of("g c/*", "g a/Five", "g b/Three"));

    assertThat(list.of("g", List.of(library), folder))
        .containsExactly("java/lang/Object id: 0", "b/Three");
  }

  @Test
  void kept_isInOrderWithoutDoubles() {
    List<String> lines = ClassList.kept().lines();

    assertThat(lines).hasSizeGreaterThan(1_000).doesNotHaveDuplicates();
  }

  private Path jar(String name, String... classes) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : classes) {
        out.putNextEntry(new ZipEntry(entry));
      }
    }
    return jar;
  }
}
