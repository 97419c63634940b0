/**
 * Checkpoints: what a job needs to go on elsewhere, to the bit. {@link
 * dev.langevin.orchestrator.checkpoint.Checkpointing} keeps a job's, {@link
 * dev.langevin.orchestrator.checkpoint.Orphans} sweeps those whose job is over.
 */
package dev.langevin.orchestrator.checkpoint;
