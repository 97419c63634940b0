package dev.langevin.bench.chaos.report;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All that was seen of all jobs and batches, a line of JSON each, for whoever looks for a cause.
 */
public final class Histories {
  private Histories() {}

  /** Writes records, of jobs or of batches. */
  public static void write(Path file, List<? extends Record> records) throws IOException {
    Gson gson = new Gson();
    Files.write(file, records.stream().map(gson::toJson).toList());
  }
}
