/** The mathematics of the models, to be looked at: plans, schedules and the forward process. */
package dev.langevin.gateway.diffusion;
