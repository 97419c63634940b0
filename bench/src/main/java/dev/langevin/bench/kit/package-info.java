/** What benchmarks share: bars, results for people and programs, progress. */
package dev.langevin.bench.kit;
