/**
 * Jobs that ask for the same evaluations share them. States are never changed, so whoever makes one
 * can hand it to all. {@link dev.langevin.orchestrator.flight.Flight} decides, without waiting for
 * anything; {@link dev.langevin.orchestrator.flight.Flights} is where jobs meet. Every job keeps
 * its own claim, deadline, checkpoints and end.
 */
package dev.langevin.orchestrator.flight;
