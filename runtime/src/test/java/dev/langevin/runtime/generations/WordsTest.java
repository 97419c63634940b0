package dev.langevin.runtime.generations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private static final Generation BOAT =
      Generation.newBuilder()
          .setId("abc123")
          .setRequestId("Order-7")
          .setRequest(
              GenerationRequest.newBuilder()
                  .setPrompt("A red SAILBOAT über dem Meer, 夕日")
                  .setNegativePrompt("fog")
                  .setModel("storybook@1")
                  .putLabels("Series", "Sea"))
          .build();

  @ParameterizedTest
  @CsvSource({
    "sailboat,true",
    "SAIL red,true",
    "boat fog,true",
    "bc12,true",
    "order-7,true",
    "series sea,true",
    "ÜBER,true",
    "夕日,true",
    "storybook,false",
    "red green,false",
    "dem meer,true",
    "demmeer,false",
    "'  ',true",
  })
  void occurIn_isAboutWhatItsMakerWrote(String query, boolean expected) {
    Words words = Words.of(query);
    assertThat(words.occurIn(BOAT)).isEqualTo(expected);
    assertThat(!expected || words.mayOccurIn(BOAT.toByteArray())).isTrue();
  }

  /** Upper and lower case, characters whose lower case is one of a to z, and what lies beside. */
  @Test
  void mayOccurIn_anyText_isNeverFalseWhereTheyOccur() {
    List<String> alphabet =
        List.of("k", "K", "\u212A", "i", "I", "\u0130", "\u0131", "ß", "Ä", "ä", "@");
    Random random = new Random(7);
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      Words words = Words.of(text(random, alphabet, 2));
      Generation generation =
          Generation.newBuilder()
              .setRequest(GenerationRequest.newBuilder().setPrompt(text(random, alphabet, 6)))
              .build();
      if (words.occurIn(generation)) {
        found++;
        assertThat(words.mayOccurIn(generation.toByteArray())).isTrue();
      }
    }
    assertThat(found).isGreaterThan(1_000);
  }

  private static String text(Random random, List<String> alphabet, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.get(random.nextInt(alphabet.size())));
    }
    return text.toString();
  }
}
