/** Makes damaged inputs of good ones. */
package dev.langevin.bench.fuzz.mutation;
