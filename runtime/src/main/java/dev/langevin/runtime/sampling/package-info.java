/** The public request in the terms of the sampling library; for services that compile plans. */
package dev.langevin.runtime.sampling;
