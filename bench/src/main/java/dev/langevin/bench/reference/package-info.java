/**
 * {@code langevin bench api-reference}: docs/api.md, written from the comments of the contracts.
 */
package dev.langevin.bench.reference;
