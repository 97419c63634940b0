/** Where artifacts are kept. */
package dev.langevin.decoder.store;
