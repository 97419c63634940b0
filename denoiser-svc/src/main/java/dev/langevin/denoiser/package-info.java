/** The denoiser: prediction = f(latents, time, conditioning), batched over all jobs. */
package dev.langevin.denoiser;
