/** The models of a directory as a running service holds them. */
package dev.langevin.runtime.model.store;
