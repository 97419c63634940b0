/**
 * Slots: how work records become attempts. {@link dev.langevin.orchestrator.slot.SlotMachine}
 * decides, {@link dev.langevin.orchestrator.slot.Slot} does; the job thread behind a slot is {@link
 * dev.langevin.orchestrator.job.Job}.
 */
package dev.langevin.orchestrator.slot;
