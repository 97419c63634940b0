package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.TextMutator;
import dev.langevin.runtime.prompt.PromptException;
import dev.langevin.runtime.prompt.Prompts;
import dev.langevin.v1.PromptSyntax;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Prompts in the syntax of one program. */
public final class PromptTarget extends Reader {
  private static final List<byte[]> SEEDS =
      Stream.of(
              "a cat, (blue:1.2) [dog] \\(x\\) BREAK ((sky)), # note\n(a:0.9) <c",
              "(masterpiece:1.3), [[old]], photo (of (a (nested) thing):1.1)",
              "a:b, c (d:e) f(:) (g:.5) (h:+1) \\\\",
              "ein Fuchs, 狐 🦊 (renard:1.05)")
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .toList();

  private final PromptSyntax syntax;

  /** Of that syntax. */
  public PromptTarget(PromptSyntax syntax) {
    super(
        syntax.name().toLowerCase(java.util.Locale.ROOT).replace("_syntax_", "-"),
        SEEDS,
        new TextMutator().then(0.1, new ByteMutator()),
        List.of(PromptException.class));
    this.syntax = syntax;
  }

  @Override
  public void feed(byte[] input) {
    String prompt = new String(input, StandardCharsets.UTF_8);
    Prompts.parse(syntax, prompt);
    Prompts.check(syntax, prompt, input.length % 2 == 0);
  }
}
