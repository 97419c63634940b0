package dev.langevin.gateway.openai;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.http.Answer;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Parameter;
import dev.langevin.gateway.http.Route;
import dev.langevin.gateway.identity.Scope;
import java.util.List;
import java.util.Map;

/** The table of OpenAI's API. */
public final class OpenAiRoutes {
  private OpenAiRoutes() {}

  /**
   * Routes to this API.
   *
   * @param aliases further names of models
   * @param nearestSizes whether the nearest size stands in for one that the model can't
   */
  public static List<Route> of(Api api, Map<String, String> aliases, boolean nearestSizes) {
    Names names = new Names(api, aliases);
    ModelHandlers models = new ModelHandlers(api, names);
    OpenAiErrors errors = new OpenAiErrors();
    return List.of(
        new Route(
            "POST",
            "/v1/images/generations",
            Scope.WRITE,
            images(),
            errors,
            request -> true,
            new ImageHandler(api, names, nearestSizes)::handle),
        Route.brief("GET", "/v1/models", Scope.READ, models(), errors, models::list),
        Route.brief("GET", "/v1/models/{model}", Scope.READ, model(), errors, models::get));
  }

  private static Operation images() {
    return new Operation(
        "createImage",
        "openai",
        "Makes pictures and waits for them, as OpenAI's API does.",
        List.of(
            Parameter.header(
                "Idempotency-Key",
                "Names the job, so that it goes on when the client hangs up, and can be asked for"
                    + " again.")),
        "ImagesRequest",
        List.of(
            Answer.json(200, "The pictures.", "ImagesResponse"),
            Answer.events(
                "With stream: events image_generation.partial_image and"
                    + " image_generation.completed, the latter once for each picture; an event"
                    + " error ends a stream that fails.")),
        OpenAiErrors.SCHEMA);
  }

  private static Operation models() {
    return new Operation(
        "listModels",
        "models",
        "Lists the models and what each can do, for this API and for OpenAI's.",
        List.of(
            Parameter.query(
                "refresh",
                "{\"type\":\"boolean\",\"default\":false}",
                "Whether the services look at their directories of models first.")),
        "",
        List.of(Answer.json(200, "The models.", "ModelList")),
        OpenAiErrors.SCHEMA);
  }

  private static Operation model() {
    return new Operation(
        "getModel",
        "openai",
        "Says whether there is a model of this name, as OpenAI's API does.",
        List.of(Parameter.path("model", "A model's name, name@version, or an alias.")),
        "",
        List.of(Answer.json(200, "The model.", "OpenAiModel")),
        OpenAiErrors.SCHEMA);
  }
}
