/**
 * A job from its work record to its end state, as straight-line code on a virtual thread. What it
 * needs of the outside are this package's interfaces.
 */
package dev.langevin.orchestrator.job;
