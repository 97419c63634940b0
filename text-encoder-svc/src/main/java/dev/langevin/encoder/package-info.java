/** The text encoder: prompts in, conditionings out. */
package dev.langevin.encoder;
