/** Prompts to tokens. */
package dev.langevin.encoder.tokens;
