/** Processes that benchmarks start, and what these take of the machine. */
package dev.langevin.bench.cluster;
