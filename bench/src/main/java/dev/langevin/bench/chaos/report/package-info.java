/** What came of a run: figures, bars, table, JSON and picture. */
package dev.langevin.bench.chaos.report;
