package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.JsonMutator;
import dev.langevin.bench.fuzz.mutation.TextMutator;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.encoder.tokens.TokenizerJson;
import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One file of a {@code tokenizer/} directory, the others being whole; and a prompt read with it.
 */
public final class TokenizerTarget extends Reader {
  private static final int POSITIONS = 77;
  private static final List<String> PROMPTS =
      List.of("", "a red fox, (x:1.2)", "\ud83e\udd8a <|endoftext|>");

  private final String file;
  private final Scratch scratch = new Scratch();
  private final Path directory = scratch.folder().resolve("tokenizer");

  /**
   * A target.
   *
   * @param form the tiny model whose other files are used
   * @param file the one that is damaged
   */
  public TokenizerTarget(Models models, String form, String file) throws IOException {
    super(
        file.replaceFirst("\\..*", "").replace('_', '-'),
        List.of(Models.bytes(models.tiny(form).resolve("tokenizer").resolve(file))),
        (file.endsWith(".json") ? new JsonMutator() : new TextMutator())
            .then(0.1, new ByteMutator()),
        List.of(ModelException.class));
    this.file = file;
    Models.copy(models.tiny(form).resolve("tokenizer"), directory);
  }

  @Override
  public void feed(byte[] input) throws IOException {
    Files.write(directory.resolve(file), input);
    try (TokenizerJson tokenizer = TokenizerJson.load(directory, POSITIONS)) {
      for (String prompt : PROMPTS) {
        tokenizer.encode(prompt);
        tokenizer.words(prompt);
      }
      tokenizer.marks();
    }
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
