package dev.langevin.gateway.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.gateway.Api;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.json.Json;
import dev.langevin.gateway.json.QueryJson;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListModelsResponse;
import dev.langevin.v1.Model;
import java.util.Map;

/**
 * The models, for both APIs at once: the answer is a ListModelsResponse, and has the members {@code
 * object} and {@code data} of OpenAI's list beside.
 */
record ModelHandlers(Api api, Names names) {
  private static final int OK = 200;

  void list(Request request, Reply reply) throws InterruptedException {
    ListModelsResponse models =
        api.models(
            request.caller(), QueryJson.read(request, ListModelsRequest.getDefaultInstance()));
    JsonObject answer = JsonParser.parseString(Json.of(models)).getAsJsonObject();
    JsonArray data = new JsonArray();
    for (Model model : models.getModelsList()) {
      data.add(entry(model.getName() + "@" + model.getVersion(), model));
    }
    models.getModelsList().stream()
        .map(Model::getName)
        .distinct()
        .forEach(name -> data.add(entry(name, names.find(name))));
    for (Map.Entry<String, String> alias : names.aliases().entrySet()) {
      api.model(alias.getValue()).ifPresent(model -> data.add(entry(alias.getKey(), model)));
    }
    answer.addProperty("object", "list");
    answer.add("data", data);
    reply.json(OK, answer.toString());
  }

  void get(Request request, Reply reply) throws InterruptedException {
    String name = request.param("model");
    reply.json(OK, entry(name, names.find(name)).toString());
  }

  private static JsonObject entry(String id, Model model) {
    JsonObject entry = new JsonObject();
    entry.addProperty("id", id);
    entry.addProperty("object", "model");
    entry.addProperty("created", 0); // models have no date
    entry.addProperty("owned_by", "langevin");
    entry.addProperty("root", model.getName() + "@" + model.getVersion());
    return entry;
  }
}
