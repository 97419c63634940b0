package dev.langevin.gateway.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Words and phrases to look for, as a tree of words: how long a search takes depends on the text
 * and on the longest phrase, hardly on how many there are.
 */
final class WordList implements Predicate<Form> {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** What words can follow, and the phrases that end here. */
  private static final class Node {
    private final Map<String, Node> next = new HashMap<>();
    private final List<Phrase> phrases = new ArrayList<>(1);
  }

  /**
   * What stands around a phrase's words: for each gap its pieces, between which there has to be
   * something, whatever it is. Those of "c++ book" are (nothing, nothing), (++, nothing) and
   * (nothing, nothing).
   */
  private record Phrase(List<List<String>> gaps) {}

  private final Node root = new Node();

  /** Of texts that hold more than spaces. */
  WordList(Collection<String> phrases) {
    for (String phrase : phrases) {
      // Where a phrase begins and ends there is something else, too.
      Form form = Form.of(" " + phrase.strip() + " ");
      Node node = root;
      for (String word : form.words()) {
        node = node.next.computeIfAbsent(word, first -> new Node());
      }
      node.phrases.add(new Phrase(form.gaps().stream().map(WordList::pieces).toList()));
    }
  }

  private static List<String> pieces(String gap) {
    return Arrays.asList(SPACE.split(gap, -1));
  }

  /** Whether one of them is in a text. */
  @Override
  public boolean test(Form text) {
    for (int i = 0; i <= text.words().size(); i++) {
      if (begins(text, i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of them begins with a word, or before it. */
  private boolean begins(Form text, int first) {
    Node node = root;
    for (int at = first; node != null; at++) {
      for (Phrase phrase : node.phrases) {
        if (fits(phrase, text, first)) {
          return true;
        }
      }
      node = at < text.words().size() ? node.next.get(text.words().get(at)) : null;
    }
    return false;
  }

  private static boolean fits(Phrase phrase, Form text, int first) {
    for (int i = 0; i < phrase.gaps().size(); i++) {
      if (!fits(phrase.gaps().get(i), gap(text, first + i))) {
        return false;
      }
    }
    return true;
  }

  /** Before and after a text there is something else, too. */
  private static String gap(Form text, int i) {
    String gap = text.gaps().get(i);
    String begun = i == 0 ? " " + gap : gap;
    return i == text.words().size() ? begun + " " : begun;
  }

  /** Whether pieces make up a whole gap, in their order and with something between any two. */
  private static boolean fits(List<String> pieces, String gap) {
    if (pieces.size() == 1) {
      return gap.equals(pieces.getFirst());
    }
    if (!gap.startsWith(pieces.getFirst())) {
      return false;
    }
    int at = pieces.getFirst().length();
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      int found = gap.indexOf(piece, at + 1);
      if (found < 0) {
        return false;
      }
      at = found + piece.length();
    }
    return gap.endsWith(pieces.getLast()) && gap.length() - pieces.getLast().length() > at;
  }
}
