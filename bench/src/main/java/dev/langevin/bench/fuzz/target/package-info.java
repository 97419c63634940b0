/** Readers of files and texts, called as the services call them. */
package dev.langevin.bench.fuzz.target;
