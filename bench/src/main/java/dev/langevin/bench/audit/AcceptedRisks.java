package dev.langevin.bench.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Advisories that somebody has looked at, and that do no harm here, each for some time.
 *
 * @param risks in no order
 */
record AcceptedRisks(List<Risk> risks) {
  /** Nothing is accepted. */
  static final AcceptedRisks NONE = new AcceptedRisks(List.of());

  /**
   * One of them.
   *
   * @param id of the advisory, or another name of it
   * @param until the last day that it is accepted
   * @param reason why it does no harm
   */
  record Risk(String id, LocalDate until, String reason) {}

  /**
   * Reads a list of objects with id, until and reason.
   *
   * @throws IllegalArgumentException if a member is missing or no date
   */
  static AcceptedRisks read(Path file) throws IOException {
    try {
      List<Risk> risks = new ArrayList<>();
      for (JsonElement each : JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
        JsonObject json = each.getAsJsonObject();
        risks.add(
            new Risk(
                json.get("id").getAsString(),
                LocalDate.parse(json.get("until").getAsString()),
                json.get("reason").getAsString()));
      }
      return new AcceptedRisks(risks);
    } catch (JsonParseException
        | ClassCastException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException
        | DateTimeException e) {
      throw new IllegalArgumentException(
          file + ": not a list of objects with id, until (a date) and reason", e);
    }
  }

  /** Whether an advisory is accepted on a day. */
  boolean accept(Advisory advisory, LocalDate day) {
    return risks.stream().anyMatch(risk -> advisory.named(risk.id()) && !day.isAfter(risk.until()));
  }
}
