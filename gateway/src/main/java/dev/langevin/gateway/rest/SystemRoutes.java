package dev.langevin.gateway.rest;

import static dev.langevin.gateway.http.Answer.json;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Parameter;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.gateway.json.Json;
import dev.langevin.gateway.json.QueryJson;
import dev.langevin.v1.GetSystemRequest;
import java.util.List;

/** The route that says how the system is. */
record SystemRoutes(Api api) {
  static List<Route> of(Api api) {
    Operation operation =
        new Operation(
            "getSystem",
            "system",
            "Returns the system as this gateway sees it.",
            List.of(
                Parameter.query(
                    "history_after", RestRoutes.TIME, "Only the history after this moment.")),
            "",
            List.of(json(200, "The system.", "GetSystemResponse")),
            StatusJson.SCHEMA);
    return List.of(
        Route.brief(
            "GET",
            "/v1/system",
            Scope.READ,
            operation,
            new StatusJson(),
            new SystemRoutes(api)::get));
  }

  private void get(Request request, Reply reply) throws InterruptedException {
    GetSystemRequest asked = QueryJson.read(request, GetSystemRequest.getDefaultInstance());
    reply.json(200, Json.of(api.state(request.caller(), asked)));
  }
}
