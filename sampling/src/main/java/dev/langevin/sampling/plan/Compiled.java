package dev.langevin.sampling.plan;

import dev.langevin.sampling.Parameterisation;
import dev.langevin.sampling.Plan;
import dev.langevin.sampling.Solver;

/**
 * A plan with what carries it out.
 *
 * @param plan the evaluations
 * @param solver moves the latents
 * @param parameterisation reads the predictions
 */
public record Compiled(Plan plan, Solver solver, Parameterisation parameterisation) {}
