package dev.langevin.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  private static final Platform PLATFORM =
      new Platform("amd64", "linux-x64", "linux-x86_64", "x86_64");

  @TempDir Path folder;

  @Test
  void unpack_onnxRuntime_leavesClassesInTheJarAndOurLibrariesBeside() throws IOException {
    String natives = "ai/onnxruntime/native/";
    Path jar =
        jar(
            "onnxruntime_gpu-1.0.jar",
            "ai/onnxruntime/OnnxRuntime.class",
            natives + "linux-x64/libonnxruntime.so",
            natives + "linux-x64/libonnxruntime_providers_cuda.so",
            natives + "linux-x64/libonnxruntime_providers_tensorrt.so",
            natives + "linux-aarch64/libonnxruntime.so",
            natives + "win-x64/onnxruntime.dll");

    Path lean = unpack(jar);

    assertThat(entries(lean)).containsExactly("ai/onnxruntime/OnnxRuntime.class");
    assertThat(libraries())
        .containsExactly("libonnxruntime.so", "libonnxruntime_providers_cuda.so");
  }

  @Test
  void unpack_tokenizers_keepsTheirVersion() throws IOException {
    Path jar =
        jar(
            "tokenizers-1.0.jar",
            "native/lib/tokenizers.properties",
            "native/lib/linux-x86_64/cpu/libtokenizers.so",
            "native/lib/osx-aarch64/cpu/libtokenizers.dylib");

    Path lean = unpack(jar);

    assertThat(entries(lean)).containsExactly("native/lib/tokenizers.properties");
    assertThat(libraries()).containsExactly("libtokenizers.so");
  }

  @Test
  void unpack_jarWithout_isTheJarItself() throws IOException {
    Path jar = jar("gson-1.0.jar", "com/google/gson/Gson.class");

    assertThat(unpack(jar)).isEqualTo(jar);
  }

  @Test
  void unpack_ofAnotherLayout_isRefused() throws IOException {
    Path jar = jar("onnxruntime-2.0.jar", "somewhere/else/libonnxruntime.so");

    assertThatThrownBy(() -> unpack(jar))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("onnxruntime-2.0.jar is missing");
  }

  private Path unpack(Path jar) {
    return new NativeLibraries(PLATFORM)
        .unpack(jar, folder.resolve("lean"), folder.resolve("native"));
  }

  private List<String> libraries() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("native"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> entries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  private Path jar(String name, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        out.write(1);
      }
    }
    return jar;
  }
}
