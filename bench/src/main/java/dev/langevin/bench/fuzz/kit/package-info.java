/** Feeds a target with many inputs, and finds those that it does not stand. */
package dev.langevin.bench.fuzz.kit;
