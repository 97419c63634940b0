package dev.langevin.bench.chaos.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.langevin.bench.chaos.check.Problem;
import dev.langevin.bench.chaos.strike.Struck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report for programs. */
public final class JsonReport {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private JsonReport() {}

  /** Writes it. */
  public static void write(Path file, Report report) throws IOException {
    Files.writeString(file, of(report) + "\n");
  }

  static String of(Report report) {
    JsonObject all = new JsonObject();
    all.addProperty("seed", report.schedule().seed());
    all.addProperty("seconds", report.schedule().length().toSeconds());
    all.addProperty("good", report.good());
    all.addProperty("jobs", report.jobs().size());
    all.add("ends", GSON.toJsonTree(report.ends()));
    for (Problem problem : Problem.values()) {
      all.addProperty(problem.name().toLowerCase(Locale.ROOT), report.count(problem));
    }
    all.add("batches", batches(report.batches()));
    all.addProperty("attempts_beyond_first", report.attempts());
    all.addProperty("evaluations_repeated", report.repeated());
    all.addProperty("checkpoints_damaged", report.damaged());
    all.addProperty("longest_gap_millis", report.longestGap());
    all.addProperty("judged_by_time", report.judged());
    all.addProperty("processors_taken_by_others", report.bustle().mean());
    all.addProperty("folder", report.folder().toString());
    all.add("recoveries", GSON.toJsonTree(report.recoveries()));
    all.add("until_accepted_millis", GSON.toJsonTree(report.waits()));
    all.add("holdings", GSON.toJsonTree(report.holdings()));
    all.add("faults", GSON.toJsonTree(report.struck().stream().map(JsonReport::fault).toList()));
    all.add(
        "findings",
        GSON.toJsonTree(report.findings().stream().map(Object::toString).toList(), List.class));
    return GSON.toJson(all);
  }

  private static JsonObject batches(Batches batches) {
    JsonObject json = new JsonObject();
    json.addProperty("count", batches.all().size());
    json.add("ends", GSON.toJsonTree(batches.ends()));
    json.add("lines", GSON.toJsonTree(batches.lines()));
    for (Problem problem : Problem.values()) {
      json.addProperty(problem.name().toLowerCase(Locale.ROOT), batches.count(problem));
    }
    json.addProperty("uploads_never_answered", batches.unanswered());
    json.add("until_accepted_millis", GSON.toJsonTree(batches.waits()));
    json.add(
        "findings", GSON.toJsonTree(batches.findings().stream().map(Object::toString).toList()));
    return json;
  }

  private static Map<String, Object> fault(Struck struck) {
    Map<String, Object> fault = new LinkedHashMap<>();
    fault.put("kind", struck.fault().kind().title());
    fault.put("member", struck.fault().member().title());
    fault.put("from_millis", struck.from());
    fault.put("to_millis", struck.to());
    fault.put("alone", struck.fault().alone());
    return fault;
  }
}
