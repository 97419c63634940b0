/** What it costs that no job is lost. */
package dev.langevin.bench.durability;
