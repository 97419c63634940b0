/** The gRPC edge: one stream a job. */
package dev.langevin.denoiser.stream;
