/** Does what a schedule says. */
package dev.langevin.bench.chaos.strike;
