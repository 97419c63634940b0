/** The decoder: latents in, stored pictures out. */
package dev.langevin.decoder;
