package dev.langevin.gateway.openai;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.langevin.gateway.Failure;
import dev.langevin.gateway.http.ErrorForm;
import io.grpc.Status;
import java.util.Locale;

/** Errors as OpenAI's clients read them: message, type, param and code. */
final class OpenAiErrors implements ErrorForm {
  /** The name of the schema in the document. */
  static final String SCHEMA = "OpenAiError";

  @Override
  public String json(Failure failure, int status) {
    JsonObject whole = new JsonObject();
    whole.add("error", error(failure, status));
    return whole.toString();
  }

  /** What stands in the member of that name. */
  static JsonObject error(Failure failure, int status) {
    JsonObject error = new JsonObject();
    error.addProperty("message", own(failure.message()));
    error.addProperty("type", type(status));
    String field = failure.violations().isEmpty() ? "" : own(failure.violations().getFirst());
    int colon = field.indexOf(": ");
    error.add(
        "param", colon < 0 ? JsonNull.INSTANCE : new JsonPrimitive(field.substring(0, colon)));
    error.addProperty("code", code(failure));
    return error;
  }

  private static String code(Failure failure) {
    if (failure.code() == Status.Code.UNAUTHENTICATED) {
      return "invalid_api_key"; // as their clients know it
    }
    return failure.reason().equals("INVALID_REQUEST")
        ? "invalid_value"
        : failure.reason().toLowerCase(Locale.ROOT);
  }

  private static String type(int status) {
    if (status == 429) {
      return "rate_limit_error";
    }
    return status < 500 ? "invalid_request_error" : "server_error";
  }

  /** With this API's name of a field that ours calls otherwise. */
  private static String own(String message) {
    return message.startsWith("count: ") ? "n: " + message.substring("count: ".length()) : message;
  }
}
