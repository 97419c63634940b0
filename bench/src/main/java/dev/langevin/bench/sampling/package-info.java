/** The sampling core: how fast its steps are, and how fast its errors fall. */
package dev.langevin.bench.sampling;
