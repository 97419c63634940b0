package dev.langevin.bench.quality;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What evaluate/samplers.py found out about a cell.
 *
 * @param sampler our name
 * @param evaluations network evaluations paid for
 * @param present share of the prompts' attributes that the pictures show
 * @param low lower end of its 95 % interval
 * @param high upper end
 */
record Score(String sampler, int evaluations, double present, double low, double high) {
  static List<Score> read(Path file) throws IOException {
    try {
      List<Score> scores = new Gson().fromJson(Files.readString(file), new TypeToken<>() {});
      if (scores != null && !scores.isEmpty()) {
        return scores;
      }
    } catch (JsonParseException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    throw new IOException(file + ": it holds no score");
  }
}
