package dev.langevin.runtime.model.fetch;

import dev.langevin.runtime.blob.BlobException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A directory.
 *
 * @param root of the files
 */
record FolderDepot(Path root) implements ModelDepot {
  @Override
  public String place() {
    return root.toString();
  }

  @Override
  public InputStream open(String path, long offset) {
    try {
      FileChannel channel = FileChannel.open(root.resolve(path), StandardOpenOption.READ);
      return Channels.newInputStream(channel.position(offset));
    } catch (NoSuchFileException e) {
      throw BlobException.notFound("model file", root.resolve(path).toString());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void put(String path, Path file) {
    Path target = root.resolve(path);
    Path aside = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.createDirectories(target.getParent());
      Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {}

  private BlobException failure(IOException e) {
    return BlobException.of("model store " + root, e);
  }
}
