package dev.langevin.runtime.blob;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/** Notes the files below a directory as blobs; those that vanish meanwhile are not there. */
final class Listing extends SimpleFileVisitor<Path> {
  private final Path root;
  private final Path skipped;
  private final Consumer<Blob> found;

  /**
   * @param root what names are relative to
   * @param skipped a directory that is left out; null for none
   */
  Listing(Path root, Path skipped, Consumer<Blob> found) {
    this.root = root;
    this.skipped = skipped;
    this.found = found;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return directory.equals(skipped) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = root.relativize(file).toString().replace('\\', '/');
    found.accept(new Blob(name, attributes.size(), attributes.lastModifiedTime().toInstant()));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    return postVisitDirectory(file, e);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
    if (e == null || e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
