/** What a sampler gets out of a number of evaluations on a real model. */
package dev.langevin.bench.quality;
