package dev.langevin.gateway.http;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Under which names the server may be called where nobody signs in. A page can have its own name
 * lead to any address, such as this machine's, and its browser then takes the server for the page's
 * site: so names that anybody could register are refused, but those that the settings have.
 *
 * @param any whether all are taken
 * @param names in lower case, beside those that nobody can register
 */
public record Hosts(boolean any, Set<String> names) {
  /** All are taken. */
  public static final Hosts ANY = new Hosts(true, Set.of());

  /** Addresses; names without a dot; names that are kept for such. */
  private static final Pattern NOBODYS =
      Pattern.compile(
          "\\[?[0-9a-f.]*:[0-9a-f:.%]*]?|\\d+(\\.\\d+){3}|[^.]+|.+\\.(localhost|svc|svc\\.cluster\\.local)");

  /** Keeps a copy. */
  public Hosts {
    names = Set.copyOf(names);
  }

  /**
   * Those of the settings.
   *
   * @param host where the server listens
   * @param publicUrl where clients reach it; empty if that is not said
   * @param origins whose pages may use it; {@code *} for all
   */
  public static Hosts of(String host, String publicUrl, List<String> origins) {
    Set<String> names = new HashSet<>();
    names.add(plain(host));
    if (!publicUrl.isEmpty()) {
      names.add(plain(URI.create(publicUrl).getHost()));
    }
    for (String origin : origins) {
      String name = origin.equals("*") ? null : URI.create(origin).getHost();
      if (name != null) {
        names.add(plain(name));
      }
    }
    return new Hosts(origins.contains("*"), names);
  }

  /**
   * Whether a request may be for this host.
   *
   * @param host without a port; null where the request names none, which no browser sends
   */
  public boolean takes(String host) {
    if (any || host == null) {
      return true;
    }
    String name = plain(host);
    return names.contains(name) || NOBODYS.matcher(name).matches();
  }

  private static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
