package dev.langevin.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  @TempDir Path folder;

  @Test
  void manifest_ofAHundredJars_isReadBack() throws IOException {
    List<String> jars = IntStream.range(0, 100).mapToObj(i -> "library-" + i + ".jar").toList();
    Path jar = folder.resolve("gateway.jar");

    Launcher.write(jar, "dev.langevin.gateway.Main", jars);

    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes attributes = file.getManifest().getMainAttributes();
      assertThat(attributes.getValue("Main-Class")).isEqualTo("dev.langevin.gateway.Main");
      assertThat(attributes.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
      assertThat(attributes.getValue("Class-Path").split(" "))
          .hasSize(100)
          .startsWith("lib/library-0.jar")
          .endsWith("lib/library-99.jar");
    }
  }

  @Test
  void write_inAnotherTimeZone_sameBytes() throws IOException {
    TimeZone before = TimeZone.getDefault();
    Path here = folder.resolve("here.jar");
    Path there = folder.resolve("there.jar");
    try {
      Launcher.write(here, "x.Main", List.of("a.jar"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      Launcher.write(there, "x.Main", List.of("a.jar"));
    } finally {
      TimeZone.setDefault(before);
    }
    assertThat(there).hasSameBinaryContentAs(here);
    assertThat(Files.size(here)).isPositive();
  }
}
