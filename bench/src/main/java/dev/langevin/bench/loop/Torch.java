package dev.langevin.bench.loop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.bench.kit.Progress;
import dev.langevin.v1.GenerationRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The same jobs in PyTorch on the CPU, by the model's own {@code evaluate/bare.py}. */
final class Torch {
  private Torch() {}

  /**
   * Makes them one after another, with the same number of threads; loading is not counted.
   *
   * @param python a Python with torch, diffusers, transformers and onnx
   * @param scratch for the list of jobs
   * @return seconds of all of them
   * @throws IOException if it can't; the program's own words are on standard error
   */
  static double seconds(
      Path python,
      Path model,
      int threads,
      List<GenerationRequest> jobs,
      Path scratch,
      Progress progress)
      throws IOException, InterruptedException {
    Path script = model.resolve("evaluate").resolve("bare.py");
    if (!Files.isRegularFile(script)) {
      throw new IOException("--python: model " + model + " has no evaluate/bare.py to be run");
    }
    Path list = scratch.resolve("jobs.jsonl");
    Files.write(list, jobs.stream().map(job -> line(job).toString()).toList());
    ProcessBuilder builder =
        new ProcessBuilder(
            python.toString(),
            script.toString(),
            "--model",
            model.toString(),
            "--jobs",
            list.toString(),
            "--threads",
            Integer.toString(threads));
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    double seconds = Double.NaN;
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonObject told = JsonParser.parseString(line).getAsJsonObject();
        if (told.has("seconds")) {
          seconds = told.get("seconds").getAsDouble();
        } else {
          progress.at("PyTorch: %s of %d".formatted(told.get("done"), jobs.size()));
        }
      }
    } finally {
      process.destroy();
    }
    int code = process.waitFor();
    if (Double.isNaN(seconds)) {
      throw new IOException("%s %s ended with %d".formatted(python, script, code));
    }
    return seconds;
  }

  private static JsonObject line(GenerationRequest job) {
    JsonObject line = new JsonObject();
    line.addProperty("prompt", job.getPrompt());
    line.addProperty("seed", Integer.toUnsignedLong(job.getSeed()));
    line.addProperty("steps", job.getSteps());
    line.addProperty("guidance", job.getGuidanceScale());
    line.addProperty("sampler", job.getSampler());
    return line;
  }
}
