package dev.langevin.sampling;

import java.util.List;

/**
 * A sampler that a request can name.
 *
 * @param name our name
 * @param className the scheduler class of diffusers
 * @param aliases what the common user interfaces call it
 * @param paper where it comes from
 * @param order its order of convergence
 * @param evaluationsPerStep network evaluations per step
 * @param stochastic whether it draws noise on the way
 */
public record SamplerInfo(
    String name,
    String className,
    List<String> aliases,
    String paper,
    int order,
    int evaluationsPerStep,
    boolean stochastic) {}
