/** Charts that look alike. */
package dev.langevin.bench.plot;
