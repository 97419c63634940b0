package dev.langevin.runtime.model.store;

import java.util.Collection;
import java.util.function.BiFunction;

/**
 * What a service throws for a model that it can't give.
 *
 * @param unknown of a name and the names there are
 * @param unusable of a name and what is wrong with the model
 * @param full of a name and what keeps the memory that it needs
 */
public record Refusals(
    BiFunction<String, Collection<String>, ? extends RuntimeException> unknown,
    BiFunction<String, String, ? extends RuntimeException> unusable,
    BiFunction<String, String, ? extends RuntimeException> full) {}
