/**
 * Previews of a running job, made beside it: a job that asks for more of them than its decoder can
 * do waits, and no other. What becomes of them is never the job's business.
 */
package dev.langevin.orchestrator.preview;
