/** What was seen from outside, and whether it is what was promised. */
package dev.langevin.bench.chaos.check;
