package dev.langevin.encoder.tokens;

import dev.langevin.runtime.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that a model has seen in training: {@code tokenizer/words.txt}, one a line in lower
 * case. A model without that file is taken to know every word.
 */
public final class Vocabulary {
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’\\-][\\p{L}\\p{M}\\p{N}]+)*");
  private static final Pattern JOINT = Pattern.compile("['’\\-]");
  private static final Pattern ENDING = Pattern.compile("['’](?:s|t|re|ve|m|ll|d)$");

  private final Set<String> words;

  private Vocabulary(Set<String> words) {
    this.words = words;
  }

  /** Reads the words of a {@code tokenizer/} directory. */
  public static Vocabulary load(Path directory) {
    Path file = directory.resolve("words.txt");
    if (!Files.isRegularFile(file)) {
      return new Vocabulary(Set.of());
    }
    try (Stream<String> lines = Files.lines(file)) {
      return of(lines.toList());
    } catch (IOException | RuntimeException e) {
      throw ModelException.network(file, "can't be read: " + e.getMessage(), e);
    }
  }

  static Vocabulary of(List<String> words) {
    return new Vocabulary(
        words.stream()
            .map(Vocabulary::plain)
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The words of a prompt that the model has not seen, each once, in order, in lower case. */
  public List<String> unknown(String prompt) {
    if (words.isEmpty()) {
      return List.of();
    }
    Set<String> unknown =
        WORD.matcher(plain(prompt))
            .results()
            .map(MatchResult::group)
            .filter(word -> !known(word))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return List.copyOf(unknown);
  }

  /** A compound is known if it is, or if all its parts are. */
  private boolean known(String word) {
    String stem = ENDING.matcher(word).replaceFirst("");
    return words.contains(word)
        || words.contains(stem)
        || JOINT.splitAsStream(stem).allMatch(words::contains);
  }

  private static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
  }
}
