package dev.langevin.bench.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A library that is shipped.
 *
 * @param group its group in Maven
 * @param name its name there
 * @param version exactly
 */
record Library(String group, String name, String version) {
  /** Libraries for browsers come as jars of this group, which are npm's packages. */
  private static final String NPM_GROUP = "org.webjars.npm";

  /** A line of Maven's dependency:list: group:name:type[:classifier]:version:scope. */
  private static final Pattern LISTED =
      Pattern.compile(
          "\\s*([\\w.-]+):([\\w.-]+):[\\w-]+(?::[\\w.-]+)??:([^:\\s]+):(?:compile|runtime)\\b.*");

  /** A package URL of Maven's, as bills of materials have them. */
  private static final Pattern URL = Pattern.compile("pkg:maven/([^/]+)/([^@]+)@([^?#]+).*");

  static Optional<Library> listed(String line) {
    return of(LISTED.matcher(line));
  }

  static Optional<Library> ofUrl(String url) {
    return of(URL.matcher(url));
  }

  private static Optional<Library> of(Matcher found) {
    return found.matches()
        ? Optional.of(new Library(found.group(1), found.group(2), found.group(3)))
        : Optional.empty();
  }

  /** Whether it is one of npm's packages. */
  boolean ofNpm() {
    return group.equals(NPM_GROUP);
  }

  /** Whether it is a package of an ecosystem, as OSV calls both. */
  boolean is(String ecosystem, String packageName) {
    return ecosystem.equals("Maven") && packageName.equals(group + ":" + name)
        || ecosystem.equals("npm") && ofNpm() && packageName.equals(name);
  }

  @Override
  public String toString() {
    return "%s:%s:%s".formatted(group, name, version);
  }
}
