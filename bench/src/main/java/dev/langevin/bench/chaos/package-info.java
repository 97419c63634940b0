/**
 * Proof by violence: the services as processes, a load, a seeded schedule of faults, and checks
 * from outside.
 */
package dev.langevin.bench.chaos;
