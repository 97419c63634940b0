package dev.langevin.runtime.model.fetch;

import dev.langevin.runtime.blob.BlobException;
import java.io.IOException;
import java.nio.file.Path;

/** A model directory that can't be published or fetched. Its message names file, value and why. */
public final class FetchException extends RuntimeException {
  private FetchException(String message, Throwable cause) {
    super(message, cause);
  }

  static FetchException manifest(String why) {
    return new FetchException(ModelManifest.NAME + ": " + why, null);
  }

  static FetchException nothing(String place, BlobException e) {
    return new FetchException(
        "SOURCE: %s has no %s: nothing is published there".formatted(place, ModelManifest.NAME), e);
  }

  static FetchException other(String place, String path) {
    String where = place.endsWith("/") ? place : place + "/";
    return new FetchException(
        "TARGET: %s has another model, with another %s; publish to a prefix of its own, such as %s2"
            .formatted(place, path, where),
        null);
  }

  static FetchException unpinned(String expected, String actual) {
    return manifest("its SHA-256 is %s, and %s is asked for".formatted(actual, expected));
  }

  static FetchException damaged(String path, String expected, String actual) {
    return new FetchException(
        "%s: what came has SHA-256 %s, and the manifest says %s; it was changed after it was published"
            .formatted(path, actual, expected),
        null);
  }

  static FetchException broken(String path, long got, long bytes, IOException e) {
    return new FetchException(
        "%s: broke off after %d of %d bytes; another try goes on from there: %s"
            .formatted(path, got, bytes, e.getMessage()),
        e);
  }

  static FetchException foreign(Path target) {
    return new FetchException(
        "%s is there, and was not fetched: it has no %s; remove it, or choose another directory"
            .formatted(target, ModelManifest.NAME),
        null);
  }

  static FetchException noRoom(Path target, long needed, long left) {
    return new FetchException(
        "%s: %d MiB are needed, and %d MiB are left on its disk"
            .formatted(target, needed >> 20, left >> 20),
        null);
  }

  static FetchException name(String path) {
    return new FetchException(
        "%s: a path in a published model has parts of A-Z, a-z, 0-9, ., _ and - that don't begin with"
                .formatted(path)
            + " a dot",
        null);
  }

  static FetchException file(Path file, IOException e) {
    return new FetchException("%s: %s".formatted(file, e), e);
  }
}
