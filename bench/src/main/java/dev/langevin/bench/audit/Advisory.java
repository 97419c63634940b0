package dev.langevin.bench.audit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * What is known of a vulnerability, in the form that <a
 * href="https://ossf.github.io/osv-schema/">OSV</a> publishes.
 *
 * @param id such as GHSA-xxxx-xxxx-xxxx
 * @param aliases other names of it, such as CVE-2026-1
 * @param summary in a line; may be empty
 * @param affected which versions of what
 * @param withdrawn whether it was a mistake
 */
record Advisory(
    String id, List<String> aliases, String summary, List<Affected> affected, boolean withdrawn) {
  /**
   * Versions of one package.
   *
   * @param ecosystem such as Maven
   * @param name of the package in it
   * @param versions each that is known to be affected
   * @param ranges others that are
   */
  record Affected(String ecosystem, String name, List<String> versions, List<List<Event>> ranges) {
    boolean contains(Library library) {
      return library.is(ecosystem, name)
          && (versions.contains(library.version())
              || ranges.stream().anyMatch(range -> within(range, library.version())));
    }

    /** The events of a range in their order, up to the version: the last one decides. */
    private static boolean within(List<Event> range, String version) {
      ComparableVersion ours = new ComparableVersion(version);
      boolean affected = false;
      for (Event event : range) {
        int order = ours.compareTo(event.version());
        affected =
            switch (event.kind()) {
              case INTRODUCED -> affected || order >= 0;
              case FIXED -> affected && order < 0;
              case LAST_AFFECTED -> affected && order <= 0;
            };
      }
      return affected;
    }
  }

  /**
   * Where a range begins or ends.
   *
   * @param kind which of both
   * @param version at which
   */
  record Event(Kind kind, ComparableVersion version) {
    /** Kinds of events. */
    enum Kind {
      /** From here on. */
      INTRODUCED,
      /** From here on no more. */
      FIXED,
      /** After this one no more. */
      LAST_AFFECTED
    }

    private static Stream<Event> of(JsonObject json) {
      return Stream.of(Kind.values())
          .filter(kind -> json.has(kind.name().toLowerCase(Locale.ROOT)))
          .map(
              kind ->
                  new Event(
                      kind,
                      new ComparableVersion(
                          json.get(kind.name().toLowerCase(Locale.ROOT)).getAsString())));
    }
  }

  /** Of its JSON. */
  static Advisory of(JsonObject json) {
    return new Advisory(
        json.get("id").getAsString(),
        texts(json, "aliases"),
        text(json, "summary"),
        objects(json, "affected").flatMap(each -> affected(each).stream()).toList(),
        there(json, "withdrawn"));
  }

  /** Whether a library has it. */
  boolean concerns(Library library) {
    return !withdrawn && affected.stream().anyMatch(each -> each.contains(library));
  }

  /** Whether it goes by a name. */
  boolean named(String name) {
    return id.equals(name) || aliases.contains(name);
  }

  private static Optional<Affected> affected(JsonObject json) {
    if (!there(json, "package")) {
      return Optional.empty(); // of a source repository alone
    }
    JsonObject named = json.getAsJsonObject("package");
    List<List<Event>> ranges =
        objects(json, "ranges")
            .filter(range -> !text(range, "type").equals("GIT"))
            .map(
                range ->
                    objects(range, "events")
                        .flatMap(Event::of)
                        .sorted(Comparator.comparing(Event::version))
                        .toList())
            .toList();
    return Optional.of(
        new Affected(
            text(named, "ecosystem"), text(named, "name"), texts(json, "versions"), ranges));
  }

  /** Whether a member is there, and not null. */
  private static boolean there(JsonObject json, String name) {
    return json.has(name) && !json.get(name).isJsonNull();
  }

  private static String text(JsonObject json, String name) {
    return there(json, name) ? json.get(name).getAsString() : "";
  }

  private static List<String> texts(JsonObject json, String name) {
    List<String> texts = new ArrayList<>();
    if (there(json, name)) {
      json.getAsJsonArray(name).forEach(each -> texts.add(each.getAsString()));
    }
    return texts;
  }

  private static Stream<JsonObject> objects(JsonObject json, String name) {
    JsonArray array = there(json, name) ? json.getAsJsonArray(name) : new JsonArray();
    return array.asList().stream().map(JsonElement::getAsJsonObject);
  }
}
