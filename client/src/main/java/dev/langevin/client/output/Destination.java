package dev.langevin.client.output;

import com.google.protobuf.ByteString;
import dev.langevin.client.CommandException;
import dev.langevin.client.local.Connection;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetArtifactResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The files that pictures go to. */
public final class Destination {
  private static final String OPTION = "--output";

  private final List<Path> files;

  private Destination(List<Path> files) {
    this.files = files;
  }

  /**
   * Names the files, and proves that they can be written.
   *
   * @param chosen what the user said; null for names made from the prompt that no file has
   * @throws CommandException if a file can't be written
   */
  public static Destination of(Path chosen, String prompt, int count) {
    List<Path> files =
        chosen == null ? FileNames.unused(Path.of(""), prompt, count) : FileNames.of(chosen, count);
    if (chosen != null && Files.isDirectory(chosen)) {
      throw CommandException.file(OPTION, chosen, "is a directory; name a file in it");
    }
    for (Path file : files) {
      check(file);
    }
    return new Destination(files);
  }

  /** Proves that a file can be written. */
  public static void check(Path file) {
    check(OPTION, file);
  }

  /** The same of the file that another option names. */
  public static void check(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw CommandException.file(option, file, "is a directory; name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw CommandException.file(option, file, "can't be written: there is no folder " + folder);
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw CommandException.file(option, file, "exists and is read-only");
    }
    if (WholeFile.special(file)) {
      return;
    }
    try {
      Files.delete(Files.createTempFile(folder, ".langevin", ".part"));
    } catch (IOException e) {
      throw CommandException.file(option, file, "can't be written: " + CommandException.reason(e));
    }
  }

  /**
   * Writes the pictures, from {@code images} by name or else from the server, each under its name
   * only when it is whole and its digest is right.
   */
  public List<Path> write(
      Connection connection, Generation generation, Map<String, ByteString> images) {
    List<Artifact> artifacts = generation.getArtifactsList();
    if (artifacts.size() != files.size()) {
      throw CommandException.failed(
          "generation "
              + generation.getId()
              + " has "
              + artifacts.size()
              + " images, "
              + files.size()
              + " were asked for",
          null);
    }
    List<Path> written = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      ByteString inline = images.get(artifacts.get(i).getName());
      Iterator<ByteString> pieces =
          inline != null ? List.of(inline).iterator() : fetch(connection, artifacts.get(i));
      write(files.get(i), artifacts.get(i), pieces);
      written.add(files.get(i));
    }
    return written;
  }

  /** Fetches a picture into a file, which gets its name only when it is whole and right. */
  public static void fetch(Connection connection, Artifact artifact, Path file) {
    write(file, artifact, fetch(connection, artifact));
  }

  private static Iterator<ByteString> fetch(Connection connection, Artifact artifact) {
    Iterator<GetArtifactResponse> answers =
        connection
            .stub()
            .getArtifact(GetArtifactRequest.newBuilder().setName(artifact.getName()).build());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return answers.hasNext();
      }

      @Override
      public ByteString next() {
        return answers.next().getData();
      }
    };
  }

  private static void write(Path file, Artifact artifact, Iterator<ByteString> pieces) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      WholeFile.write(
          file,
          out -> {
            while (pieces.hasNext()) {
              ByteString piece = pieces.next();
              digest.update(piece.asReadOnlyByteBuffer());
              piece.writeTo(out);
            }
            String actual = HexFormat.of().formatHex(digest.digest());
            if (!actual.equals(artifact.getSha256())) {
              throw new IOException("SHA-256 " + actual + " is not " + artifact.getSha256());
            }
          });
    } catch (IOException e) {
      throw CommandException.failed(
          file + ": can't write " + artifact.getName() + ": " + CommandException.reason(e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
