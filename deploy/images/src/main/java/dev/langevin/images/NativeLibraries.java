package dev.langevin.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Native libraries that jars carry for every system there is, and that would be unpacked at each
 * start into a folder that a read-only root does not have. They are unpacked ahead, for one system,
 * and the jars go into the image without.
 */
final class NativeLibraries {
  /**
   * A jar of that kind.
   *
   * @param jar how its name begins
   * @param library whether an entry is a library for our system
   * @param foreign whether an entry is left out of the jar
   */
  private record Carrier(String jar, Predicate<String> library, Predicate<String> foreign) {}

  private final List<Carrier> carriers;

  NativeLibraries(Platform platform) {
    String onnx = "ai/onnxruntime/native/";
    String tokenizers = "native/lib/";
    String netty = "META-INF/native/";
    carriers =
        List.of(
            new Carrier(
                "onnxruntime",
                name ->
                    name.startsWith(onnx + platform.onnx() + "/")
                        && name.endsWith(".so")
                        && !name.contains("tensorrt"), // which nothing of ours asks for
                name -> name.startsWith(onnx)),
            new Carrier(
                "tokenizers-",
                name -> name.startsWith(tokenizers + platform.tokenizers() + "/"),
                // A file beside the folders says which version they are of.
                name -> name.startsWith(tokenizers) && name.indexOf('/', tokenizers.length()) > 0),
            new Carrier(
                "grpc-netty-shaded-",
                name -> name.startsWith(netty) && name.endsWith(platform.netty() + ".so"),
                name -> name.startsWith(netty)));
  }

  /**
   * The jar as it goes into an image: itself, or a copy without libraries.
   *
   * @param lean where a copy is put
   * @param libraries where its libraries for this system are put
   */
  Path unpack(Path jar, Path lean, Path libraries) {
    Optional<Carrier> carrier =
        carriers.stream()
            .filter(some -> jar.getFileName().toString().startsWith(some.jar()))
            .findFirst();
    return carrier.map(some -> unpack(some, jar, lean, libraries)).orElse(jar);
  }

  private static Path unpack(Carrier carrier, Path jar, Path lean, Path libraries) {
    Path copy = lean.resolve(jar.getFileName());
    try (ZipFile in = new ZipFile(jar.toFile());
        ZipOutputStream out =
            new ZipOutputStream(
                Files.newOutputStream(Files.createDirectories(lean).resolve(copy)))) {
      Files.createDirectories(libraries);
      boolean found = false;
      for (Enumeration<? extends ZipEntry> entries = in.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        if (!entry.isDirectory() && carrier.library().test(entry.getName())) {
          Path library = libraries.resolve(Path.of(entry.getName()).getFileName());
          Files.copy(in.getInputStream(entry), library);
          found = true;
        } else if (!carrier.foreign().test(entry.getName())) {
          out.putNextEntry(Launcher.entry(entry.getName()));
          in.getInputStream(entry).transferTo(out);
        }
      }
      if (!found) {
        throw ImageException.missing(
            "a native library in " + jar, "the jar has another layout; see NativeLibraries");
      }
      return copy;
    } catch (IOException e) {
      throw ImageException.failed(jar.toString(), e);
    }
  }
}
