package dev.langevin.bench.chaos.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.bench.chaos.check.Line;
import dev.langevin.v1.BatchResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A batch's archive as it comes. Used by one thread. */
final class ArchiveReader {
  private static final String MANIFEST = "manifest.jsonl";

  private ByteString bytes = ByteString.EMPTY;

  void take(ByteString piece) {
    bytes = bytes.concat(piece);
  }

  /** Notes what it holds, once it is whole. */
  void read(BatchNotes notes) {
    List<Line> lines = new ArrayList<>();
    Map<String, String> pictures = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(bytes.newInput())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readAllBytes();
        if (entry.getName().equals(MANIFEST)) {
          for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
            BatchResult.Builder result = BatchResult.newBuilder();
            JsonFormat.parser().merge(line, result);
            lines.add(Line.of(result.build()));
          }
        } else if (pictures.put(entry.getName(), sha256(content)) != null) {
          notes.complain("its archive holds %s twice".formatted(entry.getName()));
        }
      }
      notes.archived(lines, pictures);
    } catch (IOException e) {
      notes.complain("its archive can't be read: " + e.getMessage());
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
