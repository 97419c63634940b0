/** What is known to be wrong with the libraries that are shipped. */
package dev.langevin.bench.audit;
