/** Feeds batches: enqueues their lines a few at a time, and follows them to their ends. */
package dev.langevin.orchestrator.feed;
