package dev.langevin.encoder;

import dev.langevin.encoder.batch.Batcher;
import dev.langevin.encoder.network.Hidden;
import dev.langevin.encoder.network.TextRow;
import dev.langevin.encoder.prompt.Chunk;
import dev.langevin.encoder.prompt.Chunker;
import dev.langevin.encoder.prompt.Chunks;
import dev.langevin.encoder.prompt.Emphasis;
import dev.langevin.encoder.tokens.Vocabulary;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.v1.PromptSyntax;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;

/** Encodes one prompt: chunks, their states, the weights on them. Safe for several threads. */
record PromptEncoder(
    String model, Chunker chunker, Vocabulary vocabulary, Batcher<TextRow, Hidden> batcher) {
  /** The most chunks of a model's prompts that wait to be encoded. */
  static final int WAITING_LIMIT = 1024;

  /**
   * The encoding of a prompt, as long as the prompt is.
   *
   * @throws EncoderException if it is too long or the queue is full
   * @throws dev.langevin.runtime.prompt.PromptException if its syntax can't read it
   */
  CompletableFuture<Encoding> encode(String prompt, PromptSyntax syntax, int clipSkip) {
    Chunks chunks = chunker.chunks(syntax, prompt);
    Conditioner.requireFewer(chunks.list().size());
    List<CompletableFuture<Hidden>> states =
        chunks.list().stream().map(chunk -> states(chunk, clipSkip)).toList();
    CompletableFuture<Hidden> empty =
        chunks.weighted() && syntax == PromptSyntax.PROMPT_SYNTAX_COMFY
            ? states(chunker.empty(), clipSkip)
            : CompletableFuture.completedFuture(null);
    return CompletableFuture.allOf(states.toArray(CompletableFuture[]::new))
        .thenCombine(
            empty,
            (all, nothing) ->
                IntStream.range(0, states.size())
                    .mapToObj(i -> weighted(chunks.list().get(i), states.get(i).join(), nothing))
                    .toList())
        .thenApply(weighted -> message(chunks, weighted));
  }

  private CompletableFuture<Hidden> states(Chunk chunk, int clipSkip) {
    try {
      return batcher.submit(new TextRow(chunk.ids(), clipSkip));
    } catch (RejectedExecutionException e) {
      throw EncoderException.full(model, WAITING_LIMIT);
    }
  }

  private static Hidden weighted(Chunk chunk, Hidden states, Hidden empty) {
    if (!chunk.weighted()) {
      return states;
    }
    return states.with(
        empty == null
            ? Emphasis.scaled(states.values(), chunk.weights())
            : Emphasis.fromEmpty(states.values(), chunk.weights(), empty.values()));
  }

  private Encoding message(Chunks chunks, List<Hidden> states) {
    return Encoding.newBuilder()
        .putTensors(Conditioner.INPUT, Conditioner.tensor(states))
        .setTokens(chunks.tokens())
        .setTruncatedTokens(chunks.truncated())
        .addAllUnknownWords(vocabulary.unknown(chunks.text()))
        .build();
  }
}
