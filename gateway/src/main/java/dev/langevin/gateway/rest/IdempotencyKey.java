package dev.langevin.gateway.rest;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.http.Parameter;
import dev.langevin.gateway.http.Request;

/** The header that stands for a message's request_id. */
final class IdempotencyKey {
  private static final String NAME = "Idempotency-Key";

  private IdempotencyKey() {}

  /**
   * What the document says of it.
   *
   * @param kept for how long it holds
   */
  static Parameter parameter(String kept) {
    return Parameter.header(
        NAME,
        "Makes the call idempotent %s, as request_id does: at most 128 characters of A-Z a-z 0-9 ."
                .formatted(kept)
            + " _ : -");
  }

  /** The request_id: from the header, or from the message, but not two of them. */
  static String of(Request request, String field) {
    String header = request.header(NAME).map(IdempotencyKey::unquoted).orElse("");
    if (!header.isEmpty() && !field.isEmpty() && !header.equals(field)) {
      throw GatewayException.invalid(
          "request_id: %s is not the Idempotency-Key %s"
              .formatted(RequestRules.shown(field), RequestRules.shown(header)));
    }
    return header.isEmpty() ? field : header;
  }

  /** Some clients write the key as a structured header's string. */
  private static String unquoted(String key) {
    return key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")
        ? key.substring(1, key.length() - 1)
        : key;
  }
}
