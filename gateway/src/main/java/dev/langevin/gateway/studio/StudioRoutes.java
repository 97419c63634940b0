package dev.langevin.gateway.studio;

import dev.langevin.gateway.http.ErrorForm;
import dev.langevin.gateway.http.HttpRefusal;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.identity.Scope;
import java.util.Arrays;
import java.util.List;

/** The page at {@code /} and its files; not part of the API, so the document is silent on them. */
public final class StudioRoutes {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final String PAGE = "index.html";
  private static final String BELOW = "/studio/";

  /**
   * The page loads nothing from elsewhere, runs no code that stands in its own text, and is shown
   * in no other page. Pictures of running jobs are data, what it draws for others to keep is a
   * blob.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final StudioFiles files = new StudioFiles();

  private StudioRoutes() {}

  /**
   * Routes to the page.
   *
   * @param errors how its errors are written
   */
  public static List<Route> of(ErrorForm errors) {
    StudioRoutes studio = new StudioRoutes();
    return List.of(
        studio.route("/", errors),
        studio.route(BELOW + "{file}", errors),
        studio.route(BELOW + "{folder}/{file}", errors),
        studio.route(BELOW + "{lib}/{library}/{file}", errors),
        studio.route(BELOW + "{lib}/{library}/{folder}/{file}", errors));
  }

  private Route route(String path, ErrorForm errors) {
    Operation operation = new Operation("studio", "studio", "", List.of(), "", List.of(), "");
    return Route.brief("GET", path, Scope.OPEN, operation, errors, this::get);
  }

  private void get(Request request, Reply reply) throws InterruptedException {
    String path = request.path().equals("/") ? PAGE : request.path().substring(BELOW.length());
    StudioFile file = files.find(path).orElseThrow(() -> HttpRefusal.unknownPath(request.path()));
    boolean packed = file.packs() && request.header("accept-encoding").orElse("").contains("gzip");
    String tag = packed ? file.tag().replaceFirst("\"$", "-gzip\"") : file.tag();
    reply
        .header("ETag", tag)
        .header("Cache-Control", "no-cache")
        .header("Vary", "Accept-Encoding")
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer");
    if (request.header("if-none-match").filter(tags -> holds(tags, tag)).isPresent()) {
      reply.send(NOT_MODIFIED, "", new byte[0]);
      return;
    }
    if (packed) {
      reply.header("Content-Encoding", "gzip");
    }
    reply.send(OK, file.type(), packed ? file.packed() : file.bytes());
  }

  /** Whether a list of entity tags has this one, however weakly; RFC 9110, section 13.1.2. */
  private static boolean holds(String tags, String tag) {
    return tags.strip().equals("*")
        || Arrays.stream(tags.split(",")).map(String::strip).anyMatch(t -> same(t, tag));
  }

  private static boolean same(String given, String tag) {
    return given.equals(tag) || given.equals("W/" + tag);
  }
}
