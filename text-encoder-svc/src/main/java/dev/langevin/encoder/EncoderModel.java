package dev.langevin.encoder;

import dev.langevin.encoder.batch.Batcher;
import dev.langevin.encoder.cache.ComputedOnce;
import dev.langevin.encoder.network.BatchCheck;
import dev.langevin.encoder.network.Hidden;
import dev.langevin.encoder.network.TextNetwork;
import dev.langevin.encoder.tokens.PromptTokenizer;
import dev.langevin.encoder.tokens.TokenizerJson;
import dev.langevin.encoder.tokens.Tokens;
import dev.langevin.encoder.tokens.Vocabulary;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.model.store.StoredModel;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/** A model's tokenizer and text network, with a batcher of its own. Safe for several threads. */
final class EncoderModel implements StoredModel {
  /** The most prompts of a model that wait to be encoded. */
  static final int WAITING_LIMIT = 1024;

  /** The most prompts encoded at once. */
  static final int BATCH_LIMIT = 8;

  /** The denoising network's input that the hidden states go to. */
  private static final String INPUT = "encoder_hidden_states";

  /** What identifies an embedding, whatever directory the model came from. */
  record Key(String digest, String prompt) {}

  private final String name;
  private final String digest;
  private final PromptTokenizer tokenizer;
  private final Vocabulary vocabulary;
  private final TextNetwork network;
  private final Batcher<long[], Hidden> batcher;
  private final ComputedOnce<Key, Encoding> cache;

  private EncoderModel(
      ModelDirectory directory,
      PromptTokenizer tokenizer,
      TextNetwork network,
      ComputedOnce<Key, Encoding> cache) {
    this.name = directory.name();
    this.digest = directory.digest();
    this.tokenizer = tokenizer;
    this.vocabulary = Vocabulary.load(directory.part("tokenizer"));
    this.network = network;
    this.cache = cache;
    int cap = BatchCheck.cap(network, tokenizer.encode("a b c d").ids(), BATCH_LIMIT);
    this.batcher = new Batcher<>("encode-" + name, WAITING_LIMIT, cap, network::run);
  }

  /**
   * Loads a model whose denoising network takes the hidden states of one text network.
   *
   * @throws ModelException naming the file that can't be used
   */
  static EncoderModel load(
      ModelDirectory directory, ExecutionSettings settings, ComputedOnce<Key, Encoding> cache) {
    if (!directory.has("text_encoder") || directory.has("text_encoder_2")) {
      throw ModelException.network(
          directory.root().resolve(ModelDirectory.INDEX),
          "text_encoder: models with exactly one are supported",
          null);
    }
    int positions = positions(directory);
    PromptTokenizer tokenizer = TokenizerJson.load(directory.part("tokenizer"), positions);
    try {
      TextNetwork network = TextNetwork.load(directory.network("text_encoder"), settings);
      try {
        return new EncoderModel(directory, tokenizer, network, cache);
      } catch (RuntimeException e) {
        network.close();
        throw e;
      }
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  @Override
  public String digest() {
    return digest;
  }

  /** The prompts' encodings, in order. Waits for them. */
  List<Encoding> encode(List<String> prompts) {
    List<CompletableFuture<Encoding>> encodings = prompts.stream().map(this::encoding).toList();
    try {
      return encodings.stream().map(CompletableFuture::join).toList();
    } catch (CancellationException e) {
      throw EncoderException.stopping();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void close() {
    batcher.close();
    network.close();
    tokenizer.close();
  }

  private CompletableFuture<Encoding> encoding(String prompt) {
    return cache.get(new Key(digest, prompt), () -> compute(prompt));
  }

  private CompletableFuture<Encoding> compute(String prompt) {
    Tokens tokens = tokenizer.encode(prompt);
    try {
      return batcher.submit(tokens.ids()).thenApply(hidden -> message(prompt, tokens, hidden));
    } catch (RejectedExecutionException e) {
      throw EncoderException.full(name, WAITING_LIMIT);
    }
  }

  private Encoding message(String prompt, Tokens tokens, Hidden hidden) {
    return Encoding.newBuilder()
        .putTensors(INPUT, Tensors.of(hidden.values(), hidden.tokens(), hidden.width()))
        .setTokens(tokens.count())
        .setTruncatedTokens(tokens.truncated())
        .addAllUnknownWords(vocabulary.unknown(prompt))
        .build();
  }

  private static int positions(ModelDirectory directory) {
    var positions = directory.config("text_encoder").get("max_position_embeddings");
    return positions == null || positions.isJsonNull()
        ? directory.card().maxPromptTokens()
        : positions.getAsInt();
  }
}
