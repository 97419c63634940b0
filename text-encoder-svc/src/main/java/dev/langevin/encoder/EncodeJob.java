package dev.langevin.encoder;

import dev.langevin.v1.PromptSyntax;
import java.util.List;

/**
 * What a call asks for.
 *
 * @param prompts in order
 * @param syntax how they are written
 * @param clipSkip how many of the text model's last layers to leave out
 */
record EncodeJob(List<String> prompts, PromptSyntax syntax, int clipSkip) {}
