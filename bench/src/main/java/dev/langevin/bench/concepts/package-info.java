/** The pictures that explain diffusion in the documentation, made by the system itself. */
package dev.langevin.bench.concepts;
