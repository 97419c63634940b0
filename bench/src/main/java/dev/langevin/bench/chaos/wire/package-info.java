/** What stands between the processes: a TCP proxy, and denoisers that give false answers. */
package dev.langevin.bench.chaos.wire;
