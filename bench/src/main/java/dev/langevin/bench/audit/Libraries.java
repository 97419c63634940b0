package dev.langevin.bench.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which libraries are shipped, from what the build writes. */
final class Libraries {
  private static final String OURS = "dev.langevin";

  private Libraries() {}

  /**
   * Those of a file, but for our own: a list of Maven's dependency:list, or a bill of materials in
   * CycloneDX's JSON, such as each image has.
   *
   * @throws IllegalArgumentException if the file names none
   */
  static List<Library> read(Path file) throws IOException {
    String text = Files.readString(file);
    Stream<Optional<Library>> found =
        text.stripLeading().startsWith("{")
            ? materials(file, text)
            : text.lines().map(Library::listed);
    List<Library> libraries =
        found
            .flatMap(Optional::stream)
            .filter(Predicate.not(library -> library.group().equals(OURS)))
            .distinct()
            .toList();
    if (libraries.isEmpty()) {
      throw new IllegalArgumentException(file + " names no library");
    }
    return libraries;
  }

  private static Stream<Optional<Library>> materials(Path file, String text) {
    try {
      JsonObject json = JsonParser.parseString(text).getAsJsonObject();
      return json.getAsJsonArray("components").asList().stream()
          .map(JsonElement::getAsJsonObject)
          .filter(component -> component.has("purl"))
          .map(component -> Library.ofUrl(component.get("purl").getAsString()));
    } catch (JsonParseException
        | ClassCastException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) {
      throw new IllegalArgumentException(file + " is no bill of materials", e);
    }
  }
}
