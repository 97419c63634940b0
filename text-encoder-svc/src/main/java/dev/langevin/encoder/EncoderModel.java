package dev.langevin.encoder;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.langevin.encoder.batch.Batcher;
import dev.langevin.encoder.cache.ComputedOnce;
import dev.langevin.encoder.network.BatchCheck;
import dev.langevin.encoder.network.ClipSkipCheck;
import dev.langevin.encoder.network.Hidden;
import dev.langevin.encoder.network.TextNetwork;
import dev.langevin.encoder.network.TextRow;
import dev.langevin.encoder.prompt.Chunker;
import dev.langevin.encoder.tokens.PromptTokenizer;
import dev.langevin.encoder.tokens.TokenizerJson;
import dev.langevin.encoder.tokens.Vocabulary;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.model.store.StoredModel;
import dev.langevin.runtime.onnx.ExecutionSettings;
import dev.langevin.v1.PromptSyntax;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A model's tokenizer and text network, with a batcher of its own. Safe for several threads. */
final class EncoderModel implements StoredModel {
  /** The most chunks encoded at once. */
  static final int BATCH_LIMIT = 8;

  /** What transformers adds to the variance where a configuration does not say. */
  private static final double EPSILON = 1e-5;

  /** What identifies an embedding, whatever directory the model came from. */
  record Key(String digest, String prompt, PromptSyntax syntax, int clipSkip) {}

  private final String name;
  private final String digest;
  private final PromptTokenizer tokenizer;
  private final TextNetwork network;
  private final int maxClipSkip;
  private final Batcher<TextRow, Hidden> batcher;
  private final PromptEncoder prompts;
  private final ComputedOnce<Key, Encoding> cache;

  private EncoderModel(
      ModelDirectory directory,
      PromptTokenizer tokenizer,
      TextNetwork network,
      ComputedOnce<Key, Encoding> cache) {
    this.name = directory.name();
    this.digest = directory.digest();
    this.tokenizer = tokenizer;
    this.network = network;
    this.cache = cache;
    Vocabulary vocabulary = Vocabulary.load(directory.part("tokenizer"));
    long[] some = tokenizer.encode("a b c d").ids();
    this.maxClipSkip = ClipSkipCheck.most(network, some);
    int cap = BatchCheck.cap(network, some, BATCH_LIMIT);
    this.batcher = new Batcher<>("encode-" + name, PromptEncoder.WAITING_LIMIT, cap, network::run);
    this.prompts = new PromptEncoder(name, new Chunker(tokenizer), vocabulary, batcher);
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
    JsonObject config = config(directory);
    JsonElement epsilon = config.get("layer_norm_eps");
    TextNetwork network =
        TextNetwork.load(
            directory.network("text_encoder"),
            epsilon == null ? EPSILON : epsilon.getAsDouble(),
            settings);
    try {
      int positions = network.tokens().orElse(positions(config, directory));
      PromptTokenizer tokenizer = TokenizerJson.load(directory.part("tokenizer"), positions);
      try {
        return new EncoderModel(directory, tokenizer, network, cache);
      } catch (RuntimeException e) {
        tokenizer.close();
        throw e;
      }
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public String digest() {
    return digest;
  }

  /** The prompts' encodings, in order and of one shape. Waits for them. */
  List<Encoding> encode(EncodeJob job) {
    if (Integer.compareUnsigned(job.clipSkip(), maxClipSkip) > 0) {
      throw EncoderException.clipSkip(name, job.clipSkip(), maxClipSkip);
    }
    if (job.syntax() != PromptSyntax.PROMPT_SYNTAX_PLAIN && tokenizer.marks().isEmpty()) {
      throw EncoderException.unmarked(name, job.syntax());
    }
    List<CompletableFuture<Encoding>> encodings = new ArrayList<>();
    for (String prompt : job.prompts()) {
      int clipSkip = job.skipsFor(encodings.size()) ? job.clipSkip() : 0;
      encodings.add(encoding(prompt, job.syntax(), clipSkip));
    }
    try {
      List<Encoding> own = encodings.stream().map(CompletableFuture::join).toList();
      return Conditioner.aligned(own, tokenizer.length());
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

  private CompletableFuture<Encoding> encoding(String prompt, PromptSyntax syntax, int clipSkip) {
    Key key = new Key(digest, prompt, syntax, clipSkip);
    return cache.get(key, () -> prompts.encode(prompt, syntax, clipSkip));
  }

  /** Configurations of text models were not exported with them always. */
  private static JsonObject config(ModelDirectory directory) {
    return Files.exists(directory.part("text_encoder").resolve("config.json"))
        ? directory.config("text_encoder")
        : new JsonObject();
  }

  private static int positions(JsonObject config, ModelDirectory directory) {
    JsonElement positions = config.get("max_position_embeddings");
    return positions == null || positions.isJsonNull()
        ? directory.card().maxPromptTokens()
        : positions.getAsInt();
  }
}
