package dev.langevin.runtime.model.fetch;

import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.blob.StoreLocation;
import dev.langevin.runtime.blob.s3.S3ModelDepot;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A place where a model directory is published: its files by their paths, parts joined by slashes.
 * All methods throw {@link dev.langevin.runtime.blob.BlobException}s.
 */
public interface ModelDepot extends AutoCloseable {
  /** The one at a place: a directory, or a part of a bucket. */
  static ModelDepot at(StoreLocation place, S3Settings settings) {
    return switch (place) {
      case StoreLocation.Folder folder -> new FolderDepot(folder.path());
      case StoreLocation.Bucket bucket -> S3ModelDepot.open(bucket, settings);
    };
  }

  /** What it is, as people name it: a directory, or {@code s3://bucket/prefix}. */
  String place();

  /** A file's bytes from an offset on, to be closed. */
  InputStream open(String path, long offset);

  /** Stores a file, whole or not at all, in place of the one there was. */
  void put(String path, Path file);

  @Override
  void close();
}
