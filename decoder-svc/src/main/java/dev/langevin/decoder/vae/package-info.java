/** The autoencoder: latents to pixels and back, and the linear projection that previews them. */
package dev.langevin.decoder.vae;
