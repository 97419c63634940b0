package dev.langevin.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path with names in braces, each for one segment or what a colon leaves of it. */
final class Template {
  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

  private final Pattern pattern;
  private final List<String> names;

  Template(String text) {
    StringBuilder regex = new StringBuilder();
    Matcher matcher = NAME.matcher(text);
    int end = 0;
    while (matcher.find()) {
      regex.append(Pattern.quote(text.substring(end, matcher.start()))).append("([^/:]+)");
      end = matcher.end();
    }
    pattern = Pattern.compile(regex + Pattern.quote(text.substring(end)));
    names = NAME.matcher(text).results().map(result -> result.group(1)).toList();
  }

  /** What the names stand for in a path, decoded; empty if it is another path. */
  Optional<Map<String, String>> match(String path) {
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    MatchResult result = matcher.toMatchResult();
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      params.put(names.get(i), decoded(result.group(i + 1)));
    }
    return Optional.of(params);
  }

  /** Percent-decoded; as it stands where that can't be done. */
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return segment; // no id looks like this, so it will not be found
    }
  }
}
