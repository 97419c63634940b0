package dev.langevin.encoder.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
  private final Vocabulary vocabulary =
      Vocabulary.of(List.of("a", "red", "hot-air", "balloon", "sail", "boat", "castle", "été"));

  @Test
  void unknown_knownWords_isEmpty() {
    assertThat(vocabulary.unknown("A RED hot-air balloon, the castle's")).containsExactly("the");
  }

  @Test
  void unknown_wordsTwice_namesThemOnceInOrder() {
    assertThat(vocabulary.unknown("zebra red cat Zebra")).containsExactly("zebra", "cat");
  }

  @Test
  void unknown_compoundOfKnownWords_isKnown() {
    assertThat(vocabulary.unknown("sail-boat red-blue")).containsExactly("red-blue");
  }

  @Test
  void unknown_decomposedLetters_areComposed() {
    assertThat(vocabulary.unknown("e\u0301te\u0301 日本")).containsExactly("日本");
  }

  @Test
  void unknown_punctuationAndEmptyPrompt_isEmpty() {
    assertThat(vocabulary.unknown("")).isEmpty();
    assertThat(vocabulary.unknown("?! ... (red), 'a'")).isEmpty();
  }

  @Test
  void unknown_modelWithoutWords_knowsEverything(@TempDir Path directory) {
    assertThat(Vocabulary.load(directory).unknown("anything goes")).isEmpty();
  }
}
