/** Batches: files of requests, taken in line by line, and what became of their lines. */
package dev.langevin.gateway.batches;
