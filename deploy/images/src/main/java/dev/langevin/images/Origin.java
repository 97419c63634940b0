package dev.langevin.images;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Where a checkout comes from, as labels of images. */
final class Origin {
  private static final String LABEL = "org.opencontainers.image.";

  private Origin() {}

  /** The commit, and where it can be had, as far as git knows; a change makes it {@code -dirty}. */
  static Map<String, String> labels(Path checkout) {
    Map<String, String> labels = new TreeMap<>();
    String commit = git(checkout, "rev-parse", "HEAD");
    if (!commit.isEmpty()) {
      boolean changed = !git(checkout, "status", "--porcelain", "--untracked-files=no").isEmpty();
      labels.put(LABEL + "revision", commit + (changed ? "-dirty" : ""));
    }
    String source = git(checkout, "config", "--get", "remote.origin.url");
    // Others are folders, or have a name and password in them.
    if (source.startsWith("https://") && !source.contains("@")) {
      labels.put(LABEL + "source", source);
    }
    return labels;
  }

  private static String git(Path checkout, String... arguments) {
    try {
      return Tool.run(checkout, Tool.command("git", arguments)).strip();
    } catch (ImageException e) {
      return ""; // no git, or no checkout of it, such as an unpacked archive
    }
  }

  /** A label's key. */
  static String label(String name) {
    return LABEL + name;
  }

  /** Those that a release gives, over what git knows. */
  static Map<String, String> labels(Path checkout, Map<String, String> given) {
    Map<String, String> all = new TreeMap<>(labels(checkout));
    all.putAll(given);
    return all;
  }
}
