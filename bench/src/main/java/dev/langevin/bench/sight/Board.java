package dev.langevin.bench.sight;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.bench.sight.promql.Expression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A dashboard of Grafana, as far as it is drawn here.
 *
 * @param title of the whole
 */
record Board(String title, List<Panel> panels) {
  /**
   * A picture of it.
   *
   * @param unit as Grafana calls it
   * @param stacked whether values stand on each other
   */
  record Panel(String title, String unit, boolean stacked, List<Query> queries) {}

  /**
   * What a panel shows.
   *
   * @param legend with labels in double braces
   */
  record Query(Expression expression, String legend) {}

  /** Reads one; IllegalArgumentException for a query that is not understood. */
  static Board read(Path file) throws IOException {
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    List<Panel> panels = new ArrayList<>();
    for (JsonElement one : json.getAsJsonArray("panels")) {
      JsonObject panel = one.getAsJsonObject();
      JsonObject defaults = panel.getAsJsonObject("fieldConfig").getAsJsonObject("defaults");
      JsonObject custom = defaults.getAsJsonObject("custom");
      List<Query> queries = new ArrayList<>();
      for (JsonElement target : panel.getAsJsonArray("targets")) {
        JsonObject query = target.getAsJsonObject();
        queries.add(
            new Query(
                Expression.parse(query.get("expr").getAsString()),
                query.get("legendFormat").getAsString()));
      }
      panels.add(
          new Panel(
              panel.get("title").getAsString(),
              defaults.get("unit").getAsString(),
              custom.getAsJsonObject("stacking").get("mode").getAsString().equals("normal"),
              queries));
    }
    return new Board(json.get("title").getAsString(), panels);
  }
}
