/** Remembers what was computed. */
package dev.langevin.encoder.cache;
