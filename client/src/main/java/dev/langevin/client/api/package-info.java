/**
 * Pictures from Java: {@link dev.langevin.client.api.LangevinClient} makes calls that block, for
 * virtual threads, and futures for everybody else.
 */
package dev.langevin.client.api;
