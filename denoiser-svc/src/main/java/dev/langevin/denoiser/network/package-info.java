/** The network that predicts, row by row. */
package dev.langevin.denoiser.network;
