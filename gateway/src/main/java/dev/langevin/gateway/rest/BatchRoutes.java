package dev.langevin.gateway.rest;

import static dev.langevin.gateway.http.Answer.json;
import static dev.langevin.gateway.identity.Scope.READ;
import static dev.langevin.gateway.identity.Scope.WRITE;

import dev.langevin.gateway.batches.BatchApi;
import dev.langevin.gateway.batches.BatchRules;
import dev.langevin.gateway.http.Answer;
import dev.langevin.gateway.http.Content;
import dev.langevin.gateway.http.Handler;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Parameter;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.identity.Scope;
import java.util.List;

/** The table of batches. */
final class BatchRoutes {
  private static final String TAG = "batches";
  private static final String BATCHES = "/v1/batches";
  private static final String BATCH = BATCHES + "/{id}";
  private static final Parameter ID = Parameter.path("id", "The batch's id.");
  private static final String FLAG = "{\"type\":\"boolean\",\"default\":false}";
  private static final String STATES =
      "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Batch.State\"}}";
  private static final String EVENTS =
      "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Webhook.Event\"}}";
  private static final String PAIRS =
      "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"pattern\":\"^[^=]+=.*$\"}}";

  private BatchRoutes() {}

  static List<Route> of(BatchApi api) {
    BatchHandlers batches = new BatchHandlers(api);
    BatchResultHandlers results = new BatchResultHandlers(api);
    return List.of(
        brief("POST", BATCHES, WRITE, create(), batches::create),
        brief("GET", BATCHES, READ, list(), batches::list),
        new Route(
            "GET", BATCH + "/events", READ, watch(), new StatusJson(), r -> true, batches::watch),
        new Route(
            "GET",
            BATCH + "/results",
            READ,
            results(),
            new StatusJson(),
            BatchResultHandlers::follows,
            results::list),
        brief("GET", BATCH + "/archive", READ, archive(), results::archive),
        brief(
            "POST",
            BATCH + ":pause",
            WRITE,
            one("pauseBatch", "PauseBatchResponse"),
            batches::pause),
        brief(
            "POST",
            BATCH + ":resume",
            WRITE,
            one("resumeBatch", "ResumeBatchResponse"),
            batches::resume),
        brief(
            "POST",
            BATCH + ":cancel",
            WRITE,
            one("cancelBatch", "CancelBatchResponse"),
            batches::cancel),
        brief("GET", BATCH, READ, one("getBatch", "GetBatchResponse"), batches::get),
        brief("DELETE", BATCH, WRITE, one("deleteBatch", "DeleteBatchResponse"), batches::delete));
  }

  private static Operation create() {
    return new Operation(
        "createBatch",
        TAG,
        "Accepts a file of requests: all of its lines, or none.",
        List.of(
            IdempotencyKey.parameter("for as long as the batch is kept"),
            Parameter.query("request_id", Parameter.TEXT, "The same, without a header."),
            Parameter.query(
                "labels", PAIRS, "A free label of the batch, key=value; repeated for more."),
            Parameter.query(
                "skip_invalid",
                FLAG,
                "Whether lines that can't be done are left out, where otherwise nothing is"
                    + " accepted."),
            Parameter.query(
                "webhook.url", Parameter.TEXT, "Who is told how the batch ended. Default nobody."),
            Parameter.query(
                "webhook.events",
                EVENTS,
                "Which of EVENT_COMPLETED, EVENT_FAILED and EVENT_CANCELLED. Default all.")),
        Content.lines("BatchLine", BatchRules.FILE_BYTES),
        List.of(
            json(
                201,
                "The batch, new or as it stands when the key was known, and the lines that were"
                    + " skipped; Location says where it is.",
                "CreateBatchResponse"),
            json(
                400,
                "Nothing was accepted. Where lines can't be done, the reason is INVALID_LINES, and"
                    + " details of the type langevin.v1.BadLines have the numbers of all of them.",
                StatusJson.SCHEMA)),
        StatusJson.SCHEMA);
  }

  private static Operation list() {
    return new Operation(
        "listBatches",
        TAG,
        "",
        List.of(
            RestRoutes.PAGE_SIZE,
            RestRoutes.PAGE_TOKEN,
            Parameter.query("states", STATES, "Only those in one of these states.")),
        "",
        List.of(json(200, "A page.", "ListBatchesResponse")),
        StatusJson.SCHEMA);
  }

  private static Operation watch() {
    return new Operation(
        "watchBatch",
        TAG,
        "Follows a batch to its end.",
        List.of(ID, RestRoutes.LAST_EVENT),
        "",
        List.of(
            Answer.events(
                "Events batch with a Batch as data, beginning with how it stands. An event error,"
                    + " with a Status, ends a stream that can't go on."),
            Answer.empty(204, "The client has seen the end.")),
        StatusJson.SCHEMA);
  }

  private static Operation results() {
    return new Operation(
        "listBatchResults",
        TAG,
        "",
        List.of(
            ID,
            Parameter.query(
                "after_line",
                "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"maximum\":4294967295,\"default\":0}",
                "Leaves out lines with numbers up to this one."),
            Parameter.query(
                "follow",
                FLAG,
                "Whether to wait for each line to end before it is sent, up to the end of the"
                    + " batch. Blank lines then show that the server is there.")),
        "",
        List.of(Answer.lines("The lines, in the order of the file.", "BatchResult")),
        StatusJson.SCHEMA);
  }

  private static Operation archive() {
    return new Operation(
        "downloadBatch",
        TAG,
        "",
        List.of(ID),
        "",
        List.of(new Answer(200, "The archive.", BatchResultHandlers.ZIP, "")),
        StatusJson.SCHEMA);
  }

  private static Operation one(String id, String answer) {
    return new Operation(
        id, TAG, "", List.of(ID), "", List.of(json(200, "", answer)), StatusJson.SCHEMA);
  }

  private static Route brief(
      String method, String path, Scope scope, Operation operation, Handler handler) {
    return Route.brief(method, path, scope, operation, new StatusJson(), handler);
  }
}
