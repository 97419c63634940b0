package dev.langevin.bench.fuzz.target;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.JsonMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
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
public final class SchedulerConfigTarget implements Target {
  private static final int STEPS = 4;
  private static final int ELEMENTS = 16;
  private static final long SEED = 7;

  private final List<byte[]> seeds = new ArrayList<>();
  private final Mutator mutator = new JsonMutator().then(0.05, new ByteMutator());

  /** Seeds are the models' files, and one of every class. */
  public SchedulerConfigTarget(Models models) {
    seeds.addAll(models.files("scheduler", "scheduler_config.json"));
    Set<SchedulerClass> classes = EnumSet.allOf(SchedulerClass.class);
    classes.remove(SchedulerClass.DDIM_INVERSE); // no model asks for it
    for (SchedulerClass type : classes) {
      seeds.add(seed(type).getBytes(StandardCharsets.UTF_8));
    }
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
  public String name() {
    return "scheduler-config";
  }

  @Override
  public List<byte[]> seeds() {
    return seeds;
  }

  @Override
  public Mutator mutator() {
    return mutator;
  }

  @Override
  public void feed(byte[] input) {
    Map<String, Object> config = SchedulerConfigs.parse(new String(input, StandardCharsets.UTF_8));
    SamplingRequest request = SamplingRequest.ofSteps(STEPS);
    Samplers.ofModel(config);
    Samplers.warnings(config, request);
    Samplers.create(config, request).start(SEED, ELEMENTS);
  }

  @Override
  public List<Class<? extends Throwable>> refusals() {
    return List.of(SamplingException.class, JsonParseException.class);
  }
}
