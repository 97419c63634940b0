package dev.langevin.sampling;

/**
 * One network evaluation of a {@link Plan}.
 *
 * @param index its place in the plan, from 0
 * @param step the step that it belongs to, from 0; progress is told in steps
 * @param stage the stage within the step, from 0 (Heun has two, most solvers one)
 * @param time what the network is told: a training timestep, or what the model's configuration asks
 *     for
 * @param inputScale what the latents are multiplied with before the network sees them
 * @param read the level at which the prediction is turned into x₀ and ε
 * @param from the level of the latents when the evaluation begins
 * @param to the level of the latents when the evaluation's step ends
 * @param coefficients what the solver needs; their meaning is in the solver's Javadoc
 */
public record Evaluation(
    int index,
    int step,
    int stage,
    double time,
    double inputScale,
    Level read,
    Level from,
    Level to,
    double[] coefficients) {}
