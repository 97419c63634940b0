package dev.langevin.runtime.model.store;

import dev.langevin.runtime.model.ModelEntry;
import java.util.Optional;

/**
 * A model that a scan found.
 *
 * @param entry its directory
 * @param loaded the model if it is loaded
 * @param problem why it can't be used; empty if it can
 * @param <M> what the service keeps of a model
 */
public record Known<M extends StoredModel>(ModelEntry entry, Optional<M> loaded, String problem) {}
