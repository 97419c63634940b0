package dev.langevin.gateway.policy;

import com.google.gson.JsonElement;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.langevin.gateway.files.FileJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A rule of the operator's. Patterns are RE2's, matched in time linear in the text, so that no
 * prompt can keep a gateway busy; of lists of words, hundreds of times as fast, the same is true.
 *
 * @param name what clients, labels and logs call it
 * @param sought what it looks for, anywhere in a text, capitals or not
 * @param prompts whether it looks at what a picture is to show
 * @param negatives whether it looks at what a picture is not to show
 * @param refuses whether it refuses the request; else it labels it
 * @param message what those who are refused are told beside the name; may be empty
 */
record Rule(
    String name,
    Predicate<Form> sought,
    boolean prompts,
    boolean negatives,
    boolean refuses,
    String message) {
  private static final Set<String> MEMBERS =
      Set.of("name", "words", "pattern", "in", "action", "message");
  private static final java.util.regex.Pattern NAME =
      java.util.regex.Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final java.util.regex.Pattern ANY =
      java.util.regex.Pattern.compile("(?s).{1,10000}");
  private static final java.util.regex.Pattern IN =
      java.util.regex.Pattern.compile("prompt|negative_prompt|any");
  private static final java.util.regex.Pattern ACTION =
      java.util.regex.Pattern.compile("refuse|label");
  private static final java.util.regex.Pattern MESSAGE =
      java.util.regex.Pattern.compile("[^\\p{Cntrl}]{0,300}");

  private static final int WORD = 200;

  /**
   * Of a member of the file.
   *
   * @throws IllegalArgumentException naming rule and member
   */
  static Rule of(FileJson json) {
    json.requireKnown(MEMBERS);
    String name = json.text("name", NAME, "1 to 40 small letters, digits and hyphens");
    if (json.has("words") == json.has("pattern")) {
      throw json.wrong("words", "a rule needs either words or a pattern");
    }
    String where =
        json.has("in") ? json.text("in", IN, "prompt, negative_prompt or any") : "prompt";
    boolean refuses =
        !json.has("action") || json.text("action", ACTION, "refuse or label").equals("refuse");
    return new Rule(
        name,
        json.has("words") ? words(json) : compiled(json),
        !where.equals("negative_prompt"),
        !where.equals("prompt"),
        refuses,
        json.has("message")
            ? json.text("message", MESSAGE, "at most 300 characters in one line")
            : "");
  }

  /** The field that it matches, if it matches any. */
  Optional<String> matched(List<Texts> texts) {
    return texts.stream()
        .filter(text -> text.shown() && prompts || text.negative() && negatives)
        .filter(text -> text.forms().stream().anyMatch(sought))
        .map(Texts::field)
        .findFirst();
  }

  private static Predicate<Form> compiled(FileJson json) {
    String pattern = json.text("pattern", ANY, "1 to 10,000 characters");
    try {
      Pattern compiled = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
      return form -> compiled.matcher(form.text()).find();
    } catch (PatternSyntaxException e) {
      throw json.wrong("pattern", "it is not one of RE2's: " + e.getDescription());
    }
  }

  /** Whole words; of a phrase, with anything but letters and digits in between. */
  private static Predicate<Form> words(FileJson json) {
    List<String> phrases = new ArrayList<>();
    for (JsonElement word : json.array("words")) {
      String text = word.isJsonPrimitive() ? word.getAsString() : "";
      if (text.length() > WORD || Form.of(text).text().isBlank()) {
        throw json.wrong(
            "words", "one of them is not a text of 1 to %d characters".formatted(WORD));
      }
      phrases.add(text);
    }
    if (phrases.isEmpty()) {
      throw json.wrong("words", "there are none");
    }
    return new WordList(phrases);
  }
}
