package dev.langevin.gateway.openai;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.runtime.config.Spelling;
import io.grpc.Status;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The members of a JSON object; null counts as absent. Failures name the member. */
record Members(JsonObject object) {
  /** Of a document that has to be an object. */
  static Members of(JsonElement json) {
    if (!json.isJsonObject()) {
      throw GatewayException.invalid("body: it is not an object");
    }
    return new Members(json.getAsJsonObject());
  }

  /** Refuses members of other names. */
  Members requireKnown(Set<String> known) {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        String text =
            "%s: unknown parameter; did you mean %s?"
                .formatted(
                    RequestRules.shown(name), Spelling.nearest(RequestRules.shown(name), known));
        throw GatewayException.of(
            Status.Code.INVALID_ARGUMENT, "UNKNOWN_PARAMETER", text, null, List.of(text));
      }
    }
    return this;
  }

  Optional<String> text(String name) {
    return find(name)
        .map(
            value -> {
              if (value instanceof JsonPrimitive primitive && primitive.isString()) {
                return primitive.getAsString();
              }
              throw wrong(name, value, "a text");
            });
  }

  Optional<Boolean> flag(String name) {
    return find(name)
        .map(
            value -> {
              if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
                return primitive.getAsBoolean();
              }
              throw wrong(name, value, "true or false");
            });
  }

  /** A whole number within bounds. */
  Optional<Long> whole(String name, long min, long max) {
    String allowed = "a whole number in %d..%d".formatted(min, max);
    return number(name, allowed)
        .map(
            number -> {
              try {
                long whole = number.longValueExact();
                if (whole >= min && whole <= max) {
                  return whole;
                }
              } catch (ArithmeticException e) {
                throw wrong(name, object.get(name), allowed);
              }
              throw wrong(name, object.get(name), allowed);
            });
  }

  Optional<Double> number(String name) {
    return number(name, "a number").map(BigDecimal::doubleValue);
  }

  /** One of these texts. */
  Optional<String> choice(String name, List<String> allowed) {
    return text(name)
        .map(
            value -> {
              if (!allowed.contains(value)) {
                throw wrong(name, object.get(name), "one of " + String.join(", ", allowed));
              }
              return value;
            });
  }

  private Optional<BigDecimal> number(String name, String allowed) {
    return find(name)
        .map(
            value -> {
              if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
                return primitive.getAsBigDecimal();
              }
              throw wrong(name, value, allowed);
            });
  }

  private Optional<JsonElement> find(String name) {
    return Optional.ofNullable(object.get(name)).filter(value -> !value.isJsonNull());
  }

  private static GatewayException wrong(String name, JsonElement value, String allowed) {
    return GatewayException.invalid(
        "%s: %s is not %s".formatted(name, RequestRules.shown(value.toString()), allowed));
  }
}
