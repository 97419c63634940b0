package dev.langevin.client.api;

import com.google.protobuf.ByteString;
import dev.langevin.v1.Artifact;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A picture.
 *
 * @param artifact its name, seed, media type and digest
 * @param data the file, whose digest was checked
 */
public record Picture(Artifact artifact, ByteString data) {
  /** Writes the file. */
  public Path writeTo(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      data.writeTo(out);
    }
    return file;
  }
}
