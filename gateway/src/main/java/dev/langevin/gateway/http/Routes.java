package dev.langevin.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The table of routes: what is served is what the document is made from. */
public final class Routes {
  private final List<Route> routes;
  private final List<Template> templates;

  /** What there is at a path. */
  public sealed interface Found {
    /**
     * A route.
     *
     * @param params what stands in its path's braces
     */
    record Match(Route route, Map<String, String> params) implements Found {}

    /**
     * Routes for other methods.
     *
     * @param route one of them, whose errors have the path's form
     * @param allowed their methods
     */
    record OtherMethods(Route route, SortedSet<String> allowed) implements Found {}

    /** Nothing. */
    record Nothing() implements Found {}
  }

  /** A table; of routes that match a path alike, the first is taken. */
  public Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
    this.templates = routes.stream().map(route -> new Template(route.path())).toList();
  }

  /** All of them. */
  public List<Route> all() {
    return routes;
  }

  /** What a request means. */
  public Found find(String method, String path) {
    SortedSet<String> allowed = new TreeSet<>();
    List<Route> others = new ArrayList<>();
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      Optional<Map<String, String>> params = templates.get(i).match(path);
      if (params.isEmpty()) {
        continue;
      }
      if (route.method().equals(method) || route.method().equals("GET") && method.equals("HEAD")) {
        return new Found.Match(route, params.get());
      }
      others.add(route);
      allowed.add(route.method());
      if (route.method().equals("GET")) {
        allowed.add("HEAD");
      }
    }
    if (others.isEmpty()) {
      return new Found.Nothing();
    }
    allowed.add("OPTIONS");
    return new Found.OtherMethods(others.getFirst(), allowed);
  }
}
