package dev.langevin.encoder.prompt;

import dev.langevin.encoder.tokens.PromptTokenizer;
import dev.langevin.encoder.tokens.Tokens;
import dev.langevin.runtime.prompt.Prompts;
import dev.langevin.runtime.prompt.Segment;
import dev.langevin.v1.PromptSyntax;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Cuts prompts into chunks of the text model's length, as the program does that they are for. */
public final class Chunker {
  private final PromptTokenizer tokenizer;

  /** For one model's prompts. */
  public Chunker(PromptTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * The chunks of a prompt.
   *
   * @throws dev.langevin.runtime.prompt.PromptException if the syntax can't read it
   * @throws java.util.NoSuchElementException unless PLAIN, if the model's prompts have no marks
   */
  public Chunks chunks(PromptSyntax syntax, String prompt) {
    List<Segment> segments = Prompts.parse(syntax, prompt);
    String text =
        segments.stream().map(s -> s.isBreak() ? " " : s.text()).collect(Collectors.joining());
    return switch (syntax) {
      case PROMPT_SYNTAX_UNSPECIFIED, PROMPT_SYNTAX_PLAIN -> plain(prompt);
      case PROMPT_SYNTAX_A1111 -> {
        ChunkWriter writer = writer();
        long[] comma = tokenizer.words(",");
        WebUiChunks.write(segments, tokenizer, comma.length == 1 ? comma[0] : -1, writer);
        yield writer.chunks(text);
      }
      case PROMPT_SYNTAX_COMFY -> {
        ChunkWriter writer = writer();
        ComfyChunks.write(segments, tokenizer, writer);
        yield writer.chunks(text);
      }
      case UNRECOGNIZED -> throw new IllegalArgumentException("unknown syntax");
    };
  }

  /** The one chunk of an empty prompt. */
  public Chunk empty() {
    return plain("").list().getFirst();
  }

  private Chunks plain(String prompt) {
    Tokens tokens = tokenizer.encode(prompt);
    float[] weights = new float[tokens.ids().length];
    Arrays.fill(weights, 1);
    List<Chunk> one = List.of(new Chunk(tokens.ids(), weights));
    return new Chunks(one, tokens.count(), tokens.truncated(), prompt);
  }

  private ChunkWriter writer() {
    return new ChunkWriter(tokenizer.marks().orElseThrow(), tokenizer.length());
  }
}
