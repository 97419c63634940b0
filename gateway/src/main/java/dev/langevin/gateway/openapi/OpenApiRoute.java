package dev.langevin.gateway.openapi;

import dev.langevin.gateway.http.Answer;
import dev.langevin.gateway.http.ErrorForm;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.identity.Scope;
import java.util.ArrayList;
import java.util.List;

/** Serves the document of all routes, itself among them. */
public final class OpenApiRoute {
  private OpenApiRoute() {}

  /**
   * The table with the document's route.
   *
   * @param routes the others
   * @param errors how its errors are written
   * @param errorSchema their schema's name
   */
  public static List<Route> added(List<Route> routes, ErrorForm errors, String errorSchema) {
    List<Route> all = new ArrayList<>(routes);
    String[] document = {""};
    all.add(
        Route.brief(
            "GET",
            "/openapi.json",
            Scope.OPEN,
            new Operation(
                "getDocument",
                "document",
                "Returns this document.",
                List.of(),
                "",
                List.of(Answer.json(200, "The document.", "Document")),
                errorSchema),
            errors,
            (request, reply) -> reply.json(200, document[0])));
    document[0] = Document.of(all);
    return List.copyOf(all);
  }
}
