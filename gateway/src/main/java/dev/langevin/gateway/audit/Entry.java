package dev.langevin.gateway.audit;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * One line: who did what to which thing, with what result. Prompts, pictures, keys and tokens have
 * no place in it.
 *
 * @param time when it was over
 * @param tenant whose; empty if nobody knows
 * @param subject which key or person; empty if nobody knows
 * @param call what was asked for, by the contract's name
 * @param id of what it was done to; empty if it was nothing
 * @param result {@code OK}, or the reason for which it was refused
 */
record Entry(Instant time, String tenant, String subject, String call, String id, String result) {
  private static final int LONGEST = 256;

  /** As a line. */
  String line() {
    JsonObject json = new JsonObject();
    json.addProperty("time", time.toString());
    put(json, "tenant", tenant);
    put(json, "subject", subject);
    put(json, "call", call);
    put(json, "id", id);
    put(json, "result", result);
    return json + "\n";
  }

  /** Ids come from outside, of any length. */
  private static void put(JsonObject json, String name, String value) {
    if (!value.isEmpty()) {
      json.addProperty(name, value.substring(0, Math.min(LONGEST, value.length())));
    }
  }
}
