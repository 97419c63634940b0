/**
 * Sampling from diffusion models: schedules, parameterisations, guidance, solvers and noise, on
 * {@code java.*} alone. A configuration and a request compile to a {@link Plan}; a {@link Sampler}
 * carries it out, one network evaluation at a time, over immutable {@link State}s. The sampler
 * never sees a network: it asks a {@link Query} and is told the answer.
 *
 * <table>
 * <caption>Samplers. The last step of a two-stage method has one evaluation.</caption>
 * <tr><th>name</th><th>class in scheduler_config.json</th><th>paper</th><th>order</th>
 * <th>evaluations per step</th><th>stochastic</th></tr>
 * <tr><td>ddpm</td><td>DDPMScheduler</td><td>Ho et al. 2020, eq. 6 and 7</td><td>1</td><td>1</td><td>yes</td></tr>
 * <tr><td>ddim</td><td>DDIMScheduler</td><td>Song et al. 2021, eq. 12 and 16</td><td>1</td><td>1</td><td>if eta &gt; 0</td></tr>
 * <tr><td>none: {@link Samplers#inversion}</td><td>DDIMInverseScheduler</td><td>Song et al. 2021, eq. 14, backwards</td><td>1</td><td>1</td><td>no</td></tr>
 * <tr><td>pndm, also plms</td><td>PNDMScheduler</td><td>Liu et al. 2022, eq. 11 to 14</td><td>4</td><td>1, the first three steps 4 unless skip_prk_steps</td><td>no</td></tr>
 * <tr><td>lms</td><td>LMSDiscreteScheduler</td><td>Crowson, k-diffusion, sample_lms</td><td>4</td><td>1</td><td>no</td></tr>
 * <tr><td>euler</td><td>EulerDiscreteScheduler</td><td>Karras et al. 2022, algorithm 2, first order</td><td>1</td><td>1</td><td>if s_churn &gt; 0</td></tr>
 * <tr><td>euler_ancestral</td><td>EulerAncestralDiscreteScheduler</td><td>Crowson, k-diffusion</td><td>1</td><td>1</td><td>yes</td></tr>
 * <tr><td>heun</td><td>HeunDiscreteScheduler</td><td>Karras et al. 2022, algorithm 2</td><td>2</td><td>2</td><td>no</td></tr>
 * <tr><td>dpm2</td><td>KDPM2DiscreteScheduler</td><td>Crowson, k-diffusion, sample_dpm_2</td><td>2</td><td>2</td><td>no</td></tr>
 * <tr><td>dpm2_ancestral</td><td>KDPM2AncestralDiscreteScheduler</td><td>the same with ancestral noise</td><td>2</td><td>2</td><td>yes</td></tr>
 * <tr><td>dpmpp_2m, dpmpp_3m</td><td>DPMSolverMultistepScheduler</td><td>Lu et al. 2022, DPM-Solver++, algorithm 2</td><td>2, 3</td><td>1</td><td>no</td></tr>
 * <tr><td>dpmpp_2m_sde, dpmpp_3m_sde</td><td>the same, algorithm_type sde-dpmsolver++</td><td>the same, SDE form</td><td>2, 3</td><td>1</td><td>yes</td></tr>
 * <tr><td>dpmpp_2s, dpmpp_3s</td><td>DPMSolverSinglestepScheduler</td><td>Lu et al. 2022, DPM-Solver, algorithms 1 and 2</td><td>2, 3</td><td>1</td><td>with sde-dpmsolver++</td></tr>
 * <tr><td>deis</td><td>DEISMultistepScheduler</td><td>Zhang and Chen 2023, section 3</td><td>solver_order, 1 to 3</td><td>1</td><td>no</td></tr>
 * <tr><td>unipc</td><td>UniPCMultistepScheduler</td><td>Zhao et al. 2023, algorithms 1 and 2</td><td>solver_order + 1</td><td>1</td><td>no</td></tr>
 * <tr><td>sa_solver</td><td>SASolverScheduler</td><td>Xue et al. 2023, algorithm 1</td><td>predictor_order</td><td>1</td><td>at timesteps 200 to 800</td></tr>
 * <tr><td>lcm</td><td>LCMScheduler</td><td>Luo et al. 2023, algorithm 3</td><td>1</td><td>1</td><td>yes</td></tr>
 * <tr><td>tcd</td><td>TCDScheduler</td><td>Zheng et al. 2024, algorithm 4</td><td>1</td><td>1</td><td>if eta &gt; 0</td></tr>
 * <tr><td>ipndm</td><td>IPNDMScheduler</td><td>Zhang and Chen 2023, on a cosine schedule</td><td>4</td><td>1</td><td>no</td></tr>
 * <tr><td>flow_euler</td><td>FlowMatchEulerDiscreteScheduler</td><td>Lipman et al. 2023, Esser et al. 2024</td><td>1</td><td>1</td><td>with stochastic_sampling</td></tr>
 * <tr><td>flow_heun</td><td>FlowMatchHeunDiscreteScheduler</td><td>the same, Karras et al. 2022, algorithm 2</td><td>2</td><td>2</td><td>no</td></tr>
 * <tr><td>edm_euler</td><td>EDMEulerScheduler</td><td>Karras et al. 2022, algorithm 2, first order</td><td>1</td><td>1</td><td>if s_churn &gt; 0</td></tr>
 * <tr><td>edm_dpmpp_2m</td><td>EDMDPMSolverMultistepScheduler</td><td>Lu et al. 2022 on Karras et al. 2022</td><td>solver_order</td><td>1</td><td>with sde-dpmsolver++</td></tr>
 * <tr><td>score_sde_ve</td><td>ScoreSdeVeScheduler</td><td>Song et al. 2021, score-based SDEs, algorithms 2 and 4</td><td>1</td><td>1 + correct_steps</td><td>unless probability_flow</td></tr>
 * <tr><td>score_sde_vp</td><td>ScoreSdeVpScheduler</td><td>the same, eq. 11, 13 and 33</td><td>1</td><td>1 + correct_steps</td><td>unless probability_flow</td></tr>
 * </table>
 *
 * <p>A network serves the samplers of its own family: those told whole timesteps (most), those told
 * a time from 1 to 0 (ipndm, score_sde_vp), those of flow matching, of EDM and of the
 * variance-exploding score. The DPM-Solvers, deis, unipc and sa_solver also serve flow models, with
 * use_flow_sigmas.
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
 * <tr><td>Euler ancestral, DPM2 ancestral</td><td>σ_up and σ_down are float32: where σ′ is far below
 * σ, as with the cosine schedule, rounding is all that is left of σ_down; where it leaves less than
 * 0, and the reference NaN, σ_down is 0 here</td></tr>
 * <tr><td>Heun, DPM2</td><td>the last step is Euler's; DPM2 rounds the timesteps of Karras levels
 * </td></tr>
 * <tr><td>LMS</td><td>in mid-plan takes the weights of the high order and leaves out the terms for
 * which there is no slope yet; Karras levels ignore sigma_min and sigma_max</td></tr>
 * <tr><td>PNDM</td><td>visits the second timestep twice; predictions are combined before v is read;
 * in mid-plan the first two evaluations are one step, so that all later ones are told a timestep
 * too low</td></tr>
 * <tr><td>iPNDM</td><td>the first picture estimate is divided by at least 1e-8</td></tr>
 * <tr><td>DEIS, SA-Solver</td><td>Karras, exponential, beta and flow levels repeat the last one, so
 * that the last step does nothing; others end at σ of timestep 0</td></tr>
 * <tr><td>DPM single-step</td><td>lower_order_final comes by itself where steps do not divide or the
 * end is without noise</td></tr>
 * <tr><td>UniPC</td><td>the predictor of order 2 takes ρ = 1/2; flow levels begin at 1 − 1e-6</td>
 * </tr>
 * <tr><td>SA-Solver</td><td>order 2 is modified for few steps; in mid-plan it starts at the level of
 * the whole timestep, whatever the spacing</td></tr>
 * <tr><td>TCD</td><td>limits nothing, whatever clip_sample says</td></tr>
 * <tr><td>flow matching</td><td>the shift goes over the ends of the range, and then over all levels
 * again</td></tr>
 * <tr><td>EDM DPM</td><td>final_sigmas_type sigma_min ends at sigma_min, EDM Euler at its last level;
 * a single exponential level is the smallest</td></tr>
 * <tr><td>score SDE VE</td><td>the network is told σ of the continuous schedule, the step has that of
 * a table, whose index is cut to an integer</td></tr>
 * <tr><td>trailing spacing</td><td>rounding gives some numbers of steps (61, 103, …) a timestep −1:
 * here it is left out</td></tr>
 * <tr><td>levels of one's own</td><td>UniPC with flow levels, and EDM Euler (as places from 0 to 1 on
 * its curve), take sigmas too: here Euler and flow Euler alone; levels that do not decrease, and a 0
 * at the end for flow Euler, which adds its own, are refused</td></tr>
 * <tr><td>mid-plan</td><td>a multistep solver that starts in mid-plan starts with no history</td>
 * </tr>
 * </table>
 */
package dev.langevin.sampling;
