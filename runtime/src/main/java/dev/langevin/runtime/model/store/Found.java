package dev.langevin.runtime.model.store;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelEntry;
import dev.langevin.runtime.model.ModelException;
import java.util.function.ToLongFunction;

/**
 * A directory as a scan found it, with what has to be read of the disk for it.
 *
 * @param fingerprint of its files; empty for one that can't be used
 * @param bytes memory that it takes when loaded, roughly
 */
record Found(ModelEntry entry, Fingerprint fingerprint, long bytes) {
  static Found of(ModelEntry entry, ToLongFunction<ModelDirectory> bytes) {
    return switch (entry) {
      case ModelEntry.Broken broken -> new Found(broken, Fingerprint.NONE, 0);
      case ModelEntry.Usable usable -> {
        try {
          ModelDirectory directory = usable.directory();
          yield new Found(usable, Fingerprint.of(directory), bytes.applyAsLong(directory));
        } catch (ModelException e) { // it is going away at this moment
          yield new Found(
              new ModelEntry.Broken(usable.directory().root(), usable.name(), e.getMessage()),
              Fingerprint.NONE,
              0);
        }
      }
    };
  }
}
