/** What goes wrong when: a pure function of a seed and a length. */
package dev.langevin.bench.chaos.schedule;
