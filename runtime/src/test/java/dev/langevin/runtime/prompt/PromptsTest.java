package dev.langevin.runtime.prompt;

import static dev.langevin.v1.PromptSyntax.PROMPT_SYNTAX_A1111;
import static dev.langevin.v1.PromptSyntax.PROMPT_SYNTAX_COMFY;
import static dev.langevin.v1.PromptSyntax.PROMPT_SYNTAX_PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.v1.PromptSyntax;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptsTest {
  @Test
  void parse_plain_isTheTextAsItStands() {
    assertThat(Prompts.parse(PROMPT_SYNTAX_PLAIN, "a (red:1.3) [boat] \\("))
        .containsExactly(new Segment("a (red:1.3) [boat] \\(", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a red boat                | <a red boat>1",
        "a (red) boat              | <a >1 <red>1.1 < boat>1",
        "a ((red)) boat            | <a >1 <red>1.21 < boat>1",
        "a (red:1.3) boat          | <a >1 <red>1.3 < boat>1",
        "a (red: -.5 ) boat        | <a >1 <red>-0.5 < boat>1",
        "a [red] boat              | <a >1 <red>0.9091 < boat>1",
        "a ((red:1.5) sea:2)       | <a >1 <red>3 < sea>2",
        "a [(red:1.1)]             | <a red>1",
        "(red)(boat)               | <redboat>1.1",
        "a (red boat               | <a >1 <red boat>1.1",
        "a [(red                   | <a red>1",
        "a red) boat] :2)          | <a red) boat] :2)>1",
        "a \\(red\\) \\[sea\\] \\\\ | <a (red) [sea] \\>1",
        "a \\n (\\(:2)             | <a n >1 <(>2",
        "time 12:30                | <time 12:30>1",
        "a BREAK b                 | <a>1 BREAK <b>1",
        "BREAK                     | <>1 BREAK <>1",
        "BREAKFAST                 | <BREAKFAST>1",
        "(a BREAK b:2)             | <a>2 <BREAK>-2 <b>2",
        "red # boat                | \"<red \n>1\"",
        "\"\"                      | <>1",
      })
  void parse_webUi_weighs(String prompt, String segments) {
    assertThat(shown(PROMPT_SYNTAX_A1111, prompt)).isEqualTo(segments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a red boat              | <a red boat>1",
        "a (red) boat            | <a >1 <red>1.1 < boat>1",
        "a ((red)) boat          | <a >1 <red>1.21 < boat>1",
        "a (red:1.3) boat        | <a >1 <red>1.3 < boat>1",
        "a (red: 1e-1 )          | <a >1 <red>0.1",
        "a ((red:1.5) sea:2)     | <a >1 <red>1.5 < sea>2",
        "a ((red) sea:2)         | <a >1 <red>2.2 < sea>2",
        "(red)(boat)             | <red>1.1 <boat>1.1",
        "a (red boat             | <a >1 <(red boat>1",
        "a red) boat (sea)       | <a red) boat (sea)>1",
        "a [red] BREAK # b       | <a [red] BREAK # b>1",
        "a \\(red\\) \\[sea\\]   | <a (red) \\[sea\\]>1",
        "(:1.3)                  | <:1.3>1.1",
        "(a:b)                   | <a:b>1.1",
        "(a:)                    | <a:>1.1",
        "\"\"                    | <>1",
      })
  void parse_comfy_weighs(String prompt, String segments) {
    assertThat(shown(PROMPT_SYNTAX_COMFY, prompt)).isEqualTo(segments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROMPT_SYNTAX_A1111 | (a:1.2.3)  | 1.2.3 is not a number in -100..100",
        "PROMPT_SYNTAX_A1111 | (a:99999999999999999999999999999999999999999) | 1.0E41 is not a number in",
        "PROMPT_SYNTAX_A1111 | ((a:99):1.1)       | 108.9",
        "PROMPT_SYNTAX_A1111 | (a:101)            | the weight 101 is not a number in -100..100",
        "PROMPT_SYNTAX_COMFY | (a boat:1e30)      | weight 1.0E30 is not a number in -100..100",
        "PROMPT_SYNTAX_COMFY | (a:-101)           | the weight -101 is not a number in -100..100",
        "PROMPT_SYNTAX_A1111 | a <lora:ink:0.8> b | <lora:ink:0.8> is not supported: networks",
        "PROMPT_SYNTAX_A1111 | a [red:blue:0.5] b | [red:blue:0.5] is not supported: a prompt that",
        "PROMPT_SYNTAX_A1111 | a [boat:8]         | [boat:8] is not supported",
        "PROMPT_SYNTAX_A1111 | a [[boat]::8]      | [[boat]::8] is not supported",
        "PROMPT_SYNTAX_A1111 | a [(b:1.3):c: 4 ]  | [(b:1.3):c: 4 ] is not supported",
        "PROMPT_SYNTAX_A1111 | a cat AND a dog    | AND is not supported: several prompts",
        "PROMPT_SYNTAX_COMFY | (a:inf)            | inf is not a number in -100",
        "PROMPT_SYNTAX_COMFY | (a:1e99)           | 1.0E99 is not a number in -1",
        "PROMPT_SYNTAX_COMFY | a embedding:ink.pt | embedding:ink.pt is not supported: textual",
        "PROMPT_SYNTAX_COMFY | (embedding:ink:1.2)| embedding:ink:1.2 is not supported",
      })
  void check_whatCannotBeDone_isNamed(PromptSyntax syntax, String prompt, String message) {
    assertThatThrownBy(() -> Prompts.check(syntax, prompt, false))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining(message);
  }

  @Test
  void check_alternatives_areNamed() {
    assertThatThrownBy(() -> Prompts.check(PROMPT_SYNTAX_A1111, "a [cat|dog]", false))
        .hasMessage(
            "[cat|dog] is not supported: a prompt that changes with the steps; prompt_syntax"
                + " PROMPT_SYNTAX_PLAIN (--prompt-syntax plain) takes it literally");
    assertThatThrownBy(() -> Prompts.check(PROMPT_SYNTAX_COMFY, "a {cat|dog}", false))
        .hasMessageContaining("{cat|dog} is not supported: a random choice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROMPT_SYNTAX_A1111 | a [red] (boat:1.2) {b} __wild__ embedding:ink",
        "PROMPT_SYNTAX_A1111 | a \\[red:2\\] # <lora:x:1>",
        "PROMPT_SYNTAX_A1111 | a [(red:1.2)] sand and SAND",
        "PROMPT_SYNTAX_COMFY | (a:100) (b:-100) (c:0)",
        "PROMPT_SYNTAX_COMFY | a [red:blue:3] AND <lora:ink:1> BREAK \\{a\\}",
        "PROMPT_SYNTAX_PLAIN | a [red:blue:3] AND <lora:ink:1> embedding:ink (a:1.2.3)",
      })
  void check_whatIsText_passes(PromptSyntax syntax, String prompt) {
    assertThatCode(() -> Prompts.check(syntax, prompt, false)).doesNotThrowAnyException();
  }

  @Test
  void check_severalPromptsInANegativeOne_areText() {
    assertThatCode(() -> Prompts.check(PROMPT_SYNTAX_A1111, "a AND b", true))
        .doesNotThrowAnyException();
  }

  @Test
  void parse_deepNesting_isRefusedOrRead() {
    String deep = "(".repeat(5000) + "a" + ")".repeat(5000);

    assertThatThrownBy(() -> Prompts.parse(PROMPT_SYNTAX_COMFY, deep))
        .hasMessage("parentheses are nested more than 100 deep");
    assertThatThrownBy(() -> Prompts.parse(PROMPT_SYNTAX_A1111, deep))
        .hasMessageContaining("is not a number in -100..100");
    assertThat(Prompts.parse(PROMPT_SYNTAX_COMFY, "((".repeat(20) + "a" + "))".repeat(20)))
        .hasSize(1);
  }

  /** Segments as {@code <text>weight}, four digits of it; breaks by their name. */
  private static String shown(PromptSyntax syntax, String prompt) {
    return Prompts.parse(syntax, prompt == null ? "" : prompt).stream()
        .map(s -> s.isBreak() ? "BREAK" : "<%s>%s".formatted(s.text(), number(s.weight())))
        .collect(Collectors.joining(" "));
  }

  private static String number(double weight) {
    String digits = String.format(Locale.ROOT, "%.4f", weight);
    return digits.replaceAll("\\.?0+$", "");
  }
}
