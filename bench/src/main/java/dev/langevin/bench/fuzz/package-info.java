/** {@code langevin bench fuzz}: damaged inputs for everything that parses. */
package dev.langevin.bench.fuzz;
