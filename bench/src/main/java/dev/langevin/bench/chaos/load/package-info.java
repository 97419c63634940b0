/** Clients: what they ask for, how they try again, and what they see. */
package dev.langevin.bench.chaos.load;
