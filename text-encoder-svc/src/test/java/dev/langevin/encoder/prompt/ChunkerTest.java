package dev.langevin.encoder.prompt;

import static dev.langevin.v1.PromptSyntax.PROMPT_SYNTAX_A1111;
import static dev.langevin.v1.PromptSyntax.PROMPT_SYNTAX_COMFY;
import static dev.langevin.v1.PromptSyntax.PROMPT_SYNTAX_PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.PromptSyntax;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkerTest {
  private final Chunker chunker = new Chunker(new Letters(12));

  @Test
  void chunks_plain_isOneCutOff() {
    Chunks chunks = chunker.chunks(PROMPT_SYNTAX_PLAIN, "abcdefghijkl");

    assertThat(shown(chunks)).isEqualTo("<abcdefghij>");
    assertThat(chunks.tokens()).isEqualTo(14);
    assertThat(chunks.truncated()).isEqualTo(2);
    assertThat(chunks.weighted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"            | <>__________",
        "abc             | <abc>_______",
        "abcdefghij      | <abcdefghij>",
        "abcdefghijk     | <abcdefghij> <k>_________",
        "abcd,efghijk    | <abcd,>_____ <efghijk>___",
        "abcdefghi,jk    | <abcdefghi,> <jk>________",
        "abcdefghij,k    | <abcdefghij> <,k>________",
        "ab,c,defghijk   | <ab,c,>_____ <defghijk>__",
        "a BREAK b       | <a>_________ <b>_________",
        "BREAK b         | <>__________ <b>_________",
        "a BREAK         | <a>_________",
        "a BREAK BREAK b | <a>_________ <>__________ <b>_________",
      })
  void chunks_webUi_areCutAtCommas(String prompt, String chunks) {
    assertThat(shown(chunker.chunks(PROMPT_SYNTAX_A1111, prompt))).isEqualTo(chunks);
  }

  @Test
  void chunks_webUi_commaTooFarBack_isNoPlaceToCut() {
    Chunker long40 = new Chunker(new Letters(40));
    String twenty = "x".repeat(20);
    String near = "y".repeat(18) + "," + "x".repeat(19);

    assertThat(long40.chunks(PROMPT_SYNTAX_A1111, near + "z").list().get(1).ids())
        .startsWith(1, 'x');
    assertThat(long40.chunks(PROMPT_SYNTAX_A1111, "y".repeat(17) + "," + twenty + "z").list())
        .last()
        .satisfies(chunk -> assertThat(chunk.ids()).startsWith(1, 'z', 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"              | <>__________",
        "abcdefghijk       | <abcdefghij> <k>_________",
        "abcde(fghijk)     | <abcde>_____ <fghijk>____",
        "abcde(fghijkl)    | <abcde>_____ <fghijkl>___",
        "abcde(fghijklm)   | <abcdefghij> <klm>_______",
        "abcdefghij(k)     | <abcdefghij> <k>_________",
        "a BREAK b         | <aBREAKb>___",
      })
  void chunks_comfy_keepShortPiecesTogether(String prompt, String chunks) {
    assertThat(shown(chunker.chunks(PROMPT_SYNTAX_COMFY, prompt))).isEqualTo(chunks);
  }

  @Test
  void chunks_weights_areOnTheirTokensAlone() {
    for (PromptSyntax syntax : new PromptSyntax[] {PROMPT_SYNTAX_A1111, PROMPT_SYNTAX_COMFY}) {
      Chunks chunks = chunker.chunks(syntax, "abcdefghi (jkl:1.5)");

      assertThat(chunks.weighted()).isTrue();
      assertThat(chunks.tokens()).isEqualTo(16);
      assertThat(chunks.list().getLast().weights()).contains(1.5f).endsWith(1, 1, 1);
      assertThat(chunks.list().getLast().weights()[0]).isEqualTo(1);
      assertThat(chunks.text()).isEqualTo("abcdefghi jkl");
    }
  }

  @Test
  void chunks_webUi_moveTokensWithTheirWeights() {
    Chunks chunks = chunker.chunks(PROMPT_SYNTAX_A1111, "abcdef,(ghijkl:2)");

    assertThat(shown(chunks)).isEqualTo("<abcdef,>___ <ghijkl>____");
    assertThat(chunks.list().get(0).weights()).containsOnly(1);
    assertThat(chunks.list().get(1).weights()).containsExactly(1, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1);
  }

  private static String shown(Chunks chunks) {
    return chunks.list().stream().map(Letters::shown).collect(Collectors.joining(" "));
  }
}
