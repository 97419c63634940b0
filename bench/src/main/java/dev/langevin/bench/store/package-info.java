/** What it costs to keep blobs elsewhere. */
package dev.langevin.bench.store;
