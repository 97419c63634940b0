package dev.langevin.gateway.openai;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.v1.Model;
import io.grpc.Status;
import java.util.List;
import java.util.Map;

/**
 * What clients call the models.
 *
 * @param api knows them
 * @param aliases further names, and the models that they mean
 */
record Names(Api api, Map<String, String> aliases) {
  /** The model that a name means; the server's first for the empty name. */
  Model find(String name) {
    return api.model(aliases.getOrDefault(name, name)).orElseThrow(() -> unknown(name));
  }

  private static GatewayException unknown(String name) {
    String shown = RequestRules.shown(name);
    return GatewayException.of(
        Status.Code.NOT_FOUND,
        "MODEL_NOT_FOUND",
        "the model %s does not exist; /v1/models lists those that do".formatted(shown),
        null,
        List.of("model: %s does not exist".formatted(shown)));
  }
}
