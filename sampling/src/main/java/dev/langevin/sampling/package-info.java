/**
 * Sampling from diffusion models: schedules, parameterisations, guidance, solvers and noise, on
 * {@code java.*} alone. A configuration and a request compile to a {@link Plan}; a {@link Sampler}
 * carries it out, one network evaluation at a time, over immutable {@link State}s. The sampler
 * never sees a network: it asks a {@link Query} and is told the answer.
 *
 * <table>
 * <caption>Samplers. All are of one evaluation per step.</caption>
 * <tr><th>name</th><th>class in scheduler_config.json</th><th>paper</th><th>order</th><th>stochastic
 * </th></tr>
 * <tr><td>ddpm</td><td>DDPMScheduler</td><td>Ho et al. 2020, eq. 6 and 7</td><td>1</td><td>yes</td>
 * </tr>
 * <tr><td>ddim</td><td>DDIMScheduler</td><td>Song et al. 2021, eq. 12 and 16</td><td>1</td><td>if
 * eta &gt; 0</td></tr>
 * <tr><td>euler</td><td>EulerDiscreteScheduler</td><td>Karras et al. 2022, algorithm 2, first order
 * </td><td>1</td><td>if s_churn &gt; 0</td></tr>
 * <tr><td>euler_ancestral</td><td>EulerAncestralDiscreteScheduler</td><td>Crowson, k-diffusion</td>
 * <td>1</td><td>yes</td></tr>
 * <tr><td>dpmpp_2m, dpmpp_3m</td><td>DPMSolverMultistepScheduler</td><td>Lu et al. 2022,
 * DPM-Solver++, algorithm 2</td><td>2, 3</td><td>no</td></tr>
 * <tr><td>dpmpp_2m_sde, dpmpp_3m_sde</td><td>DPMSolverMultistepScheduler, algorithm_type
 * sde-dpmsolver++</td><td>the same, SDE form</td><td>2, 3</td><td>yes</td></tr>
 * </table>
 *
 * <p>Suffixes {@code _karras}, {@code _exponential}, {@code _beta} and {@code _lu} change the
 * spacing of the noise levels, where the class takes such a key.
 *
 * <table>
 * <caption>Where the reference (diffusers 0.40) departs from the papers. Plans repeat it.</caption>
 * <tr><th>where</th><th>what</th></tr>
 * <tr><td>all</td><td>ᾱ, σ and ln σ are float32 tables; that rounding decides integer timesteps
 * </td></tr>
 * <tr><td>DDIM</td><td>evaluates where the spacing says, and steps to t − ⌊T/steps⌋; below 0 it
 * takes ᾱ = 1, or ᾱ₀ without set_alpha_to_one, where some noise then stays</td></tr>
 * <tr><td>DDPM</td><td>draws noise where t &gt; 0, the last step included if an offset makes it so;
 * the variance is at least 1e-20; x₀ is clipped by default, ε never</td></tr>
 * <tr><td>DDPM, fixed_large_log</td><td>takes the square root of a negative logarithm and gives
 * NaN at t &gt; 0: there we use β itself, as fixed_large</td></tr>
 * <tr><td>dynamic thresholding</td><td>s is at most sample_max_value, by default 1, which makes it
 * clipping</td></tr>
 * <tr><td>Euler</td><td>the first noise has scale σ_max, but √(σ_max² + 1) with leading spacing;
 * log_linear interpolation has a level too many and ends at σ_min; churn is spread over all levels,
 * also those outside s_tmin..s_tmax; with churn ε is read at σ̂, v at σ</td></tr>
 * <tr><td>Euler, DPM</td><td>a zero terminal SNR becomes ᾱ = 2⁻²⁴, so σ = 4096</td></tr>
 * <tr><td>Euler ancestral</td><td>draws noise at the last step too, and multiplies it with 0</td>
 * </tr>
 * <tr><td>DPM</td><td>linspace and leading place one timestep more and drop the last; Karras and Lu
 * levels round their timesteps (not with the cosine schedule), others truncate; the last step is of
 * order 1 where it ends at 0, below 15 steps the last but one is of order 2 at most</td></tr>
 * <tr><td>trailing spacing</td><td>rounding gives some numbers of steps (61, 103, …) a timestep −1:
 * here it is left out</td></tr>
 * <tr><td>mid-plan</td><td>a multistep solver that starts in mid-plan starts with no history</td>
 * </tr>
 * </table>
 */
package dev.langevin.sampling;
