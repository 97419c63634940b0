package dev.langevin.runtime.sampling;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import java.util.Map;

/** Reads {@code scheduler_config.json} as the samplers take it. */
public final class SchedulerConfigs {
  /** Whole numbers stay whole, as the file has them. */
  private static final Gson GSON =
      new GsonBuilder().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();

  private static final TypeToken<Map<String, Object>> MAP = new TypeToken<>() {};

  private SchedulerConfigs() {}

  /**
   * The keys and values of a configuration.
   *
   * @throws JsonParseException if it is not a JSON object, or empty
   */
  public static Map<String, Object> parse(String json) {
    Map<String, Object> config;
    try {
      config = GSON.fromJson(json, MAP);
    } catch (JsonParseException e) {
      // The parser's own exception begins with the name of the one that it wraps.
      Throwable told = e.getCause() == null ? e : e.getCause();
      throw new JsonParseException(told.getMessage().lines().findFirst().orElse("damaged"), e);
    }
    if (config == null) {
      throw new JsonParseException("empty");
    }
    return config;
  }
}
