package dev.langevin.bench.scheduling;

/**
 * How a discipline did.
 *
 * @param discipline its label
 * @param summary the mean over the seeds
 */
record Point(String discipline, Setting setting, Summary summary) {}
