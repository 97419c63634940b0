package dev.langevin.images;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as {@code docker load} reads it.
 *
 * @param layers digests of the layers, the lowest first
 * @param config what runs, and how
 * @param files those of all layers, with their owners and modes
 */
record TarFile(List<String> layers, JsonObject config, Map<String, TarArchiveEntry> files) {
  static TarFile read(Path tar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream in = new TarArchiveInputStream(Files.newInputStream(tar))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.put(e.getName(), in.readAllBytes());
      }
    }
    JsonObject manifest =
        JsonParser.parseString(text(entries.get("manifest.json")))
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    List<String> layers =
        manifest.getAsJsonArray("Layers").asList().stream().map(e -> e.getAsString()).toList();
    JsonObject config =
        JsonParser.parseString(text(entries.get(manifest.get("Config").getAsString())))
            .getAsJsonObject();
    Map<String, TarArchiveEntry> files = new LinkedHashMap<>();
    for (String layer : layers) {
      InputStream packed = new ByteArrayInputStream(entries.get(layer));
      try (TarArchiveInputStream in = new TarArchiveInputStream(new GZIPInputStream(packed))) {
        for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
          files.put("/" + e.getName().replaceFirst("^/", ""), e);
        }
      }
    }
    return new TarFile(new ArrayList<>(layers), config, files);
  }

  /** A part of what runs, such as User. */
  JsonObject running() {
    return config.getAsJsonObject("config");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
