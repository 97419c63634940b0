package dev.langevin.gateway.rest;

import dev.langevin.gateway.admission.DiffusionRules;
import dev.langevin.gateway.diffusion.DiffusionApi;
import dev.langevin.gateway.http.Answer;
import dev.langevin.gateway.http.Content;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.gateway.json.Json;
import dev.langevin.gateway.json.MessageJson;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.ScheduleRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The table of what shows the mathematics, and what its routes do. */
public final class DiffusionRoutes {
  private static final String TAG = "diffusion";
  private static final int OK = 200;

  private final DiffusionApi api;

  private DiffusionRoutes(DiffusionApi api) {
    this.api = api;
  }

  /** Routes to this API. */
  public static List<Route> of(DiffusionApi api) {
    DiffusionRoutes routes = new DiffusionRoutes(api);
    return List.of(
        Route.brief(
            "POST",
            "/v1/schedule",
            Scope.READ,
            operation(
                "schedule",
                Content.json("ScheduleRequest"),
                Answer.json(OK, "The plan.", "ScheduleResponse")),
            new StatusJson(),
            routes::schedule),
        Route.brief(
            "POST",
            "/v1/forward",
            Scope.WRITE,
            operation(
                "forward",
                Content.json("ForwardRequest", DiffusionRules.BODY_LIMIT),
                Answer.lines("The picture at each time, sent when it is made.", "ForwardResponse")),
            new StatusJson(),
            routes::forward));
  }

  private static Operation operation(String id, Content content, Answer answer) {
    return new Operation(id, TAG, "", List.of(), content, List.of(answer), StatusJson.SCHEMA);
  }

  private void schedule(Request request, Reply reply) throws InterruptedException {
    ScheduleRequest wanted = MessageJson.read(request.body(), ScheduleRequest.getDefaultInstance());
    reply.json(OK, Json.of(api.schedule(request.caller(), wanted)));
  }

  private void forward(Request request, Reply reply) throws InterruptedException {
    Pieces lines = new Pieces(reply, Reply.JSON_LINES);
    api.forward(
        request.caller(),
        MessageJson.read(request.body(), ForwardRequest.getDefaultInstance()),
        frame -> lines.write((Json.of(frame) + '\n').getBytes(StandardCharsets.UTF_8)));
    lines.end();
  }
}
