package dev.langevin.bench.loop;

import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.encoder.network.Hidden;
import dev.langevin.encoder.network.TextNetwork;
import dev.langevin.encoder.network.TextRow;
import dev.langevin.encoder.tokens.PromptTokenizer;
import dev.langevin.encoder.tokens.TokenizerJson;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.ExecutionSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Encodes prompts for the bare loop, all of a job at once; the empty prompt only once. */
final class BareText implements AutoCloseable {
  private static final String INPUT = "encoder_hidden_states";
  private static final double EPSILON = 1e-5;

  private final TextNetwork network;
  private final PromptTokenizer tokenizer;
  private final Map<String, Conditioning> known = new HashMap<>();

  BareText(ModelDirectory model, ExecutionSettings settings) {
    network = TextNetwork.load(model.network("text_encoder"), EPSILON, settings);
    tokenizer =
        TokenizerJson.load(
            model.part("tokenizer"), network.tokens().orElse(model.card().maxPromptTokens()));
    known.put("", encode(List.of("")).getFirst());
  }

  /** The conditionings of the prompts, in order. */
  List<Conditioning> conditionings(List<String> prompts) {
    List<String> fresh = prompts.stream().filter(prompt -> !known.containsKey(prompt)).toList();
    List<Conditioning> encoded = fresh.isEmpty() ? List.of() : encode(fresh);
    List<Conditioning> all = new ArrayList<>();
    for (String prompt : prompts) {
      Conditioning before = known.get(prompt);
      all.add(before == null ? encoded.get(fresh.indexOf(prompt)) : before);
    }
    return all;
  }

  @Override
  public void close() {
    network.close();
    tokenizer.close();
  }

  private List<Conditioning> encode(List<String> prompts) {
    return network
        .run(prompts.stream().map(p -> TextRow.of(tokenizer.encode(p).ids())).toList())
        .stream()
        .map(BareText::conditioning)
        .toList();
  }

  private static Conditioning conditioning(Hidden hidden) {
    ByteBuffer data = Array.allocate(hidden.values().length * Float.BYTES);
    data.asFloatBuffer().put(hidden.values());
    List<Long> shape = List.of((long) hidden.tokens(), (long) hidden.width());
    return new Conditioning(Map.of(INPUT, new Conditioning.Part(hidden.type(), shape, data)));
  }
}
