package dev.langevin.runtime.model.store;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelId;

/** A model's files as a scan found them, and what is loaded of them; under the shelf's lock. */
final class Held<M extends StoredModel> {
  final ModelDirectory directory;
  final Fingerprint fingerprint;
  final long bytes;
  M model;
  String problem = "";
  int leases;
  long usedNanos = System.nanoTime();
  long retiredNanos;
  boolean retired;

  Held(ModelDirectory directory, Fingerprint fingerprint, long bytes) {
    this.directory = directory;
    this.fingerprint = fingerprint;
    this.bytes = bytes;
  }

  ModelId id() {
    return directory.id();
  }

  boolean loaded() {
    return model != null;
  }

  /** Whether it may be freed. */
  boolean idle() {
    return loaded() && leases == 0;
  }
}
