/** The services and the broker as processes of their own, and what they take of the machine. */
package dev.langevin.bench.chaos.cluster;
