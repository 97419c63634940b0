/** How soon somebody who waits is served by a system that batch jobs keep full. */
package dev.langevin.bench.admission;
