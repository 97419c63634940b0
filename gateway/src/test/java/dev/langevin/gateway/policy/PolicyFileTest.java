package dev.langevin.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.PromptSyntax;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
  private static PolicyFile read(String json) {
    return PolicyFile.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean matches(String rule, GenerationRequest request) {
    PolicyFile file = read("{\"rules\": [{\"name\": \"r\", %s}]}".formatted(rule));
    return file.rules().getFirst().matched(Texts.of(request)).isPresent();
  }

  private static GenerationRequest prompt(String prompt) {
    return GenerationRequest.newBuilder().setPrompt(prompt).build();
  }

  @Test
  void read_rules_inTheirOrderWithDefaults() {
    List<Rule> rules =
        read("""
                {"rules": [
                  {"name": "a", "words": ["gore"], "message": "ask somebody else"},
                  {"name": "b", "pattern": "lo+go", "in": "any", "action": "label"}]}
                """)
            .rules();

    assertThat(rules).extracting(Rule::name).containsExactly("a", "b");
    assertThat(rules).extracting(Rule::refuses).containsExactly(true, false);
    assertThat(rules).extracting(Rule::prompts).containsExactly(true, true);
    assertThat(rules).extracting(Rule::negatives).containsExactly(false, true);
    assertThat(rules.getFirst().message()).isEqualTo("ask somebody else");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | it is not an object",
        "{} | rules: absent",
        "{\"rule\": []} | an unknown member; known: rules",
        "{\"rules\": [{}]} | rules[0].name: absent",
        "{\"rules\": [{\"name\": \"A B\", \"words\": [\"x\"]}]} | rules[0].name: it is not 1 to 40",
        "{\"rules\": [{\"name\": \"a\"}]} | rules[0].words: a rule needs either words or a pattern",
        "{\"rules\": [{\"name\": \"a\", \"words\": [\"x\"], \"pattern\": \"x\"}]} | either words or",
        "{\"rules\": [{\"name\": \"a\", \"words\": []}]} | rules[0].words: there are none",
        "{\"rules\": [{\"name\": \"a\", \"words\": [\" \"]}]} | one of them is not a text",
        "{\"rules\": [{\"name\": \"a\", \"words\": [\"\u200B\"]}]} | one of them is not a text",
        "{\"rules\": [{\"name\": \"a\", \"pattern\": \"(\"}]} | rules[0].pattern: it is not one of RE2's",
        "{\"rules\": [{\"name\": \"a\", \"pattern\": \"(a)\\\\1\"}]} | it is not one of RE2's",
        "{\"rules\": [{\"name\": \"a\", \"words\": [\"x\"], \"action\": \"ban\"}]} | refuse or label",
        "{\"rules\": [{\"name\": \"a\", \"words\": [\"x\"], \"in\": \"all\"}]} | negative_prompt or any",
        "{\"rules\": [{\"name\": \"a\", \"word\": [\"x\"]}]} | rules[0]. an unknown member",
        "{\"rules\": [{\"name\": \"a\", \"words\": [\"x\"]}, {\"name\": \"a\", \"words\": [\"y\"]}]} | rules[1].name"
      })
  void read_whatCannotBe_namesIt(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gore | much gore, please | true",
        "gore | GORE | true",
        "gore | category | false",
        "gore | gore2 | false",
        "brand name | a Brand-Name  mug | true",
        "brand name | brandname | false",
        "c++ | a c++ book | true",
        "c++ | c++; or d | true",
        "c++ | c+++ | true",
        "c++ | c++d | false",
        "c++ | c+ | false",
        ".net | asp .NET | true",
        ".net | asp.net | false",
        "brand-name | a Brand-Name | true",
        "brand-name | a brand name | false",
        "a ++ b | A?++?b | true",
        "a ++ b | a++b | false",
        "🔪 | a cook's 🔪 | true",
        "🔪 | knife🔪knife | false",
        "❤️ | ❤ | true",
        "ｇｏｒｅ | gore | true",
        "go\u200Bre | gore | true",
        "gore | g\uFE0Fo\u034Fr\u3164e | true",
        "café | cafe\u200B\u0301 | true",
        "हिंदी | यह हिंदी है | true",
        "हिंदी | हिदी | false",
        "çocuk | bir ÇOCUK | true",
        "gore | ｇｏｒｅ | true",
        "gore | g\u200Bo\u00ADre | true",
        "gore | g0re | false"
      })
  void words_wholeOnesHoweverWritten(String word, String prompt, boolean expected) {
    assertThat(matches("\"words\": [\"" + word + "\"]", prompt(prompt))).isEqualTo(expected);
  }

  @Test
  void words_takenApartBySyntax_areReadAsTheModelDoes() {
    GenerationRequest weighted =
        prompt("much g(or)e").toBuilder().setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111).build();

    assertThat(matches("\"words\": [\"gore\"]", weighted)).isTrue();
    assertThat(matches("\"words\": [\"gore\"]", prompt("much g(or)e"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"severed BREAK head", "(severed BREAK head)", "severed BREAK h(ea)d"})
  void words_oneOnEachSideOfABreak_areAPhrase(String prompt) {
    GenerationRequest broken =
        prompt(prompt).toBuilder().setPromptSyntax(PromptSyntax.PROMPT_SYNTAX_A1111).build();

    assertThat(matches("\"words\": [\"severed head\"]", broken)).isTrue();
    assertThat(matches("\"words\": [\"head\"]", broken)).isTrue();
  }

  /** As one expression of RE2, 2,000 words took half a second for a text of this length. */
  @Test
  @Timeout(20)
  void words_asManyAsThereMayBe_keepNobodyWaiting() {
    String words =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "\"word%d and word%d\"".formatted(i % 10, i))
            .collect(Collectors.joining(","));
    PolicyFile file = read("{\"rules\": [{\"name\": \"r\", \"words\": [%s]}]}".formatted(words));
    List<Texts> texts = Texts.of(prompt("word1 and ".repeat(1_000)));

    for (int i = 0; i < 100; i++) {
      assertThat(file.rules().getFirst().matched(texts)).isPresent();
    }
    List<Texts> others = Texts.of(prompt("word1 and then ".repeat(666)));
    for (int i = 0; i < 100; i++) {
      assertThat(file.rules().getFirst().matched(others)).isEmpty();
    }
  }

  @Test
  void read_moreWordsThanThereMayBe_saysSo() {
    String words = "\"gore\",".repeat(10_001) + "\"gore\"";
    String rules = "{\"name\": \"%s\", \"words\": [" + words + "]}";

    assertThatThrownBy(
            () -> read("{\"rules\": [" + rules.formatted("a") + "," + rules.formatted("b") + "]}"))
        .hasMessage("rules[1].words: with those before they are more than 20,000");
  }

  @Test
  void read_labellingRulesWhoseNamesAreLongerThanALabel_saysSo() {
    String rules =
        IntStream.range(0, 7)
            .mapToObj(
                i ->
                    "{\"name\": \"%s%d\", \"words\": [\"x\"], \"action\": \"label\"}"
                        .formatted("n".repeat(39), i))
            .collect(Collectors.joining(","));

    assertThatThrownBy(() -> read("{\"rules\": [" + rules + "]}"))
        .hasMessageContaining("rules: the names of those that label come to 286 characters");
  }

  /** With these the negative prompt is what the picture shows. */
  @Test
  void in_guidanceThatLeadsTowardsNegatives_looksAtThemAsAtPrompts() {
    String rule = "\"words\": [\"gore\"]";
    GenerationRequest hidden =
        GenerationRequest.newBuilder().setPrompt("a boat").setNegativePrompt("gore").build();

    assertThat(matches(rule, hidden)).isFalse();
    assertThat(matches(rule, guided(hidden, o -> o.setMethod("apg")))).isFalse();
    assertThat(matches(rule, guided(hidden, o -> o.setMethod("cfg_pp").setLambda(0)))).isTrue();
    assertThat(matches(rule, guided(hidden, o -> o.setMethod(" CFG++")))).isTrue();
    assertThat(matches(rule, guided(hidden, o -> o.setEndScale(0.1)))).isTrue();
    assertThat(matches(rule, guided(hidden, o -> o.setEndScale(3)))).isFalse();
  }

  private static GenerationRequest guided(
      GenerationRequest request, UnaryOperator<GuidanceOptions.Builder> options) {
    return request.toBuilder()
        .setGuidanceOptions(options.apply(GuidanceOptions.newBuilder()))
        .build();
  }

  @Test
  void in_saysWhichTexts() {
    GenerationRequest.Builder request =
        GenerationRequest.newBuilder().setPrompt("a boat").setNegativePrompt("gore");

    assertThat(matches("\"words\": [\"gore\"]", request.build())).isFalse();
    assertThat(matches("\"words\": [\"gore\"], \"in\": \"negative_prompt\"", request.build()))
        .isTrue();
    assertThat(matches("\"words\": [\"boat\"], \"in\": \"negative_prompt\"", request.build()))
        .isFalse();
    request
        .setNegativePrompt("")
        .getGuidanceOptionsBuilder()
        .addNegativesBuilder()
        .setPrompt("gore");
    assertThat(matches("\"words\": [\"gore\"], \"in\": \"any\"", request.build())).isTrue();
  }

  /** What takes an engine that backtracks longer than the universe is old. */
  @Test
  @Timeout(20)
  void pattern_thatInvitesBacktracking_takesLinearTime() {
    String prompt = "a".repeat(9_999) + "!";

    assertThat(matches("\"pattern\": \"^(a+)+$\"", prompt(prompt))).isFalse();
    assertThat(matches("\"pattern\": \"(a|aa)+$\"", prompt(prompt))).isFalse();
    assertThat(matches("\"pattern\": \"(.*a){20}b\"", prompt(prompt))).isFalse();
  }
}
