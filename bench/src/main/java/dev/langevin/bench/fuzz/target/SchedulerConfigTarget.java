package dev.langevin.bench.fuzz.target;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.JsonMutator;
import dev.langevin.runtime.sampling.SchedulerConfigs;
import dev.langevin.sampling.Samplers;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.SamplingRequest;
import dev.langevin.sampling.config.SchedulerClass;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code scheduler_config.json}, up to the plan and the first state of its sampler. */
public final class SchedulerConfigTarget extends Reader {
  private static final int STEPS = 4;
  private static final int ELEMENTS = 16;
  private static final long SEED = 7;

  /** Seeds are the models' files, and one of every class. */
  public SchedulerConfigTarget(Models models) {
    super(
        "scheduler-config",
        seeds(models),
        new JsonMutator().then(0.05, new ByteMutator()),
        List.of(SamplingException.class, JsonParseException.class));
  }

  private static List<byte[]> seeds(Models models) {
    List<byte[]> seeds = new ArrayList<>(models.files("scheduler", "scheduler_config.json"));
    Set<SchedulerClass> classes = EnumSet.allOf(SchedulerClass.class);
    classes.remove(SchedulerClass.DDIM_INVERSE); // no model asks for it
    for (SchedulerClass type : classes) {
      seeds.add(seed(type).getBytes(StandardCharsets.UTF_8));
    }
    return seeds;
  }

  private static String seed(SchedulerClass type) {
    JsonObject json = new JsonObject();
    json.addProperty("_class_name", type.className());
    for (Map.Entry<String, Object> each : type.defaults().entrySet()) {
      switch (each.getValue()) {
        case null -> json.add(each.getKey(), JsonNull.INSTANCE);
        case Boolean flag -> json.addProperty(each.getKey(), flag);
        case Double number when number.isInfinite() ->
            json.addProperty(each.getKey(), number.toString());
        case Number number -> json.addProperty(each.getKey(), number);
        default -> json.addProperty(each.getKey(), each.getValue().toString());
      }
    }
    return json.toString();
  }

  @Override
  public void feed(byte[] input) {
    Map<String, Object> config = SchedulerConfigs.parse(new String(input, StandardCharsets.UTF_8));
    SamplingRequest request = SamplingRequest.ofSteps(STEPS);
    Samplers.ofModel(config);
    Samplers.warnings(config, request);
    Samplers.create(config, request).start(SEED, ELEMENTS);
  }
}
