package dev.langevin.gateway.rest;

import static dev.langevin.gateway.http.Answer.json;
import static dev.langevin.gateway.identity.Scope.READ;
import static dev.langevin.gateway.identity.Scope.WRITE;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.batches.BatchApi;
import dev.langevin.gateway.http.Answer;
import dev.langevin.gateway.http.Handler;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Parameter;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.identity.Scope;
import java.util.List;
import java.util.stream.Stream;

/** The table of the REST API. */
public final class RestRoutes {
  private static final String GENERATIONS = "/v1/generations";
  private static final String GENERATION = GENERATIONS + "/{id}";
  private static final Parameter ID = Parameter.path("id", "The generation's id.");
  private static final Parameter KEY = IdempotencyKey.parameter("for 24 hours");
  private static final Parameter PREFER =
      Parameter.header(
          "Prefer",
          "wait, or wait=SECONDS: answer when the job has ended, but after so many seconds at the"
              + " latest. 60 without a number, at most 600.");
  private static final String NAMES =
      "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"maxItems\":16}";
  private static final String IDS =
      "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"maxItems\":64}";
  private static final String QUERY = "{\"type\":\"string\",\"maxLength\":200}";
  static final String TIME = "{\"type\":\"string\",\"format\":\"date-time\"}";
  private static final String STATES =
      "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Generation.State\"}}";

  static final Parameter PAGE_SIZE =
      Parameter.query(
          "page_size",
          "{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000,\"default\":50}",
          "At most this many.");
  static final Parameter PAGE_TOKEN =
      Parameter.query("page_token", Parameter.TEXT, "nextPageToken of the page before.");

  static final Parameter LAST_EVENT =
      Parameter.header(
          "Last-Event-ID", "What the last event that was seen had; end is answered by 204.");

  private RestRoutes() {}

  /** Routes to these APIs. */
  public static List<Route> of(Api api, BatchApi batches) {
    GenerationHandlers jobs = new GenerationHandlers(api);
    Stream<Route> generations =
        Stream.of(
            lasting(
                GENERATIONS,
                "createGeneration",
                "CreateGenerationRequest",
                List.of(KEY, PREFER),
                "CreateGenerationResponse",
                jobs::create),
            brief("GET", GENERATIONS, READ, list(), jobs::list),
            new Route(
                "GET",
                GENERATION + "/events",
                READ,
                watch(),
                new StatusJson(),
                request -> true,
                new GenerationEvents(api)::watch),
            new Route(
                "GET",
                GENERATIONS + ":watch",
                READ,
                watchAll(),
                new StatusJson(),
                request -> true,
                new GenerationEvents(api)::watchAll),
            lasting(
                GENERATION + ":retry",
                "retryGeneration",
                "",
                List.of(ID, KEY, PREFER),
                "RetryGenerationResponse",
                jobs::retry),
            brief(
                "POST",
                GENERATION + ":cancel",
                WRITE,
                one("cancelGeneration", "CancelGenerationResponse"),
                jobs::cancel),
            brief(
                "GET", GENERATION, READ, one("getGeneration", "GetGenerationResponse"), jobs::get),
            brief(
                "DELETE",
                GENERATION,
                WRITE,
                one("deleteGeneration", "DeleteGenerationResponse"),
                jobs::delete),
            brief(
                "GET",
                "/v1/artifacts/{id}/{file}",
                READ,
                artifact(),
                new ArtifactHandlers(api)::get));
    return Stream.of(
            generations,
            BatchRoutes.of(batches).stream(),
            WebhookRoutes.of(api).stream(),
            SystemRoutes.of(api).stream())
        .flatMap(routes -> routes)
        .toList();
  }

  private static Operation list() {
    return new Operation(
        "listGenerations",
        "generations",
        "Lists jobs, newest first.",
        List.of(
            PAGE_SIZE,
            PAGE_TOKEN,
            Parameter.query("states", STATES, "Only those in one of these states."),
            Parameter.query(
                "error_reasons", NAMES, "Only those that FAILED with one of these reasons."),
            Parameter.query(
                "query",
                QUERY,
                "Only those in which all of these words occur: in prompt, negative prompt, id,"
                    + " request_id or labels. At most 16."),
            Parameter.query(
                "models", NAMES, "Only those of one of these models, each a name or name@version."),
            Parameter.query("samplers", NAMES, "Only those with one of these samplers."),
            Parameter.query("created_after", TIME, "Only those created after this moment."),
            Parameter.query("created_before", TIME, "Only those created before this moment.")),
        "",
        List.of(json(200, "A page.", "ListGenerationsResponse")),
        StatusJson.SCHEMA);
  }

  private static Operation watch() {
    return new Operation(
        "watchGeneration",
        "generations",
        "Follows a job to its end.",
        List.of(ID, LAST_EVENT),
        "",
        List.of(
            Answer.events(
                "Events generation, with a Generation, and progress, with a Progress as data,"
                    + " beginning with how the job stands. An event error, with a Status, ends a"
                    + " stream that can't go on."),
            Answer.empty(204, "The client has seen the end.")),
        StatusJson.SCHEMA);
  }

  private static Operation watchAll() {
    return new Operation(
        "watchGenerations",
        "generations",
        "Follows all jobs, and the progress of some.",
        List.of(
            Parameter.query(
                "ids", IDS, "Those whose every state, progress and previews are told.")),
        "",
        List.of(
            Answer.events(
                "Events ready, upon which to list anew, generation, with a Generation, and progress,"
                    + " with a GenerationProgress as data. An event error, with a Status, ends a"
                    + " stream that can't go on.")),
        StatusJson.SCHEMA);
  }

  private static Operation artifact() {
    return new Operation(
        "getArtifact",
        "artifacts",
        "Returns an artifact's bytes.",
        List.of(
            ID,
            Parameter.path("file", "The rest of the artifact's name: index-sha256."),
            Parameter.query(
                "redirect",
                "{\"type\":\"boolean\",\"default\":false}",
                "Whether the answer may send the client to the store itself."),
            Parameter.header("Range", "One range of bytes."),
            Parameter.header("If-Range", "The ETag for which Range holds."),
            Parameter.header("If-None-Match", "ETags of what is there already.")),
        "",
        List.of(
            new Answer(200, "The file.", "image/png", ""),
            new Answer(206, "The range.", "image/png", ""),
            Answer.empty(304, "The client has it."),
            Answer.empty(
                307,
                "Where the store hands it out, for a while: redirect, and a gateway that may.")),
        StatusJson.SCHEMA);
  }

  private static Operation one(String id, String answer) {
    return new Operation(
        id, "generations", "", List.of(ID), "", List.of(json(200, "", answer)), StatusJson.SCHEMA);
  }

  private static Route lasting(
      String path,
      String id,
      String body,
      List<Parameter> parameters,
      String answer,
      Handler handler) {
    Operation operation =
        new Operation(
            id,
            "generations",
            "",
            parameters,
            body,
            List.of(
                json(200, "The job, which has ended.", answer),
                json(202, "The job, which has not ended; Location says where it is.", answer)),
            StatusJson.SCHEMA);
    return new Route(
        "POST",
        path,
        WRITE,
        operation,
        new StatusJson(),
        request -> Waiting.of(request).isPresent(),
        handler);
  }

  private static Route brief(
      String method, String path, Scope scope, Operation operation, Handler handler) {
    return Route.brief(method, path, scope, operation, new StatusJson(), handler);
  }
}
