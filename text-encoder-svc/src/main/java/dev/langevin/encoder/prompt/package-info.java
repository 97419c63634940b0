/** From a prompt to chunks of weighted tokens, and from their states to conditionings. */
package dev.langevin.encoder.prompt;
