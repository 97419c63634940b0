/**
 * How prompts are written: from a text and its syntax to weighted pieces of text. For the gateway,
 * which refuses what can't be read, and for the text encoder.
 */
package dev.langevin.runtime.prompt;
