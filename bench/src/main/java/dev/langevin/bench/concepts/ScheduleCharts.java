package dev.langevin.bench.concepts;

import dev.langevin.bench.plot.Charts;
import dev.langevin.sampling.schedule.ForwardProcess;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** The variance schedules: how much of the picture is left when, and what a network sees of it. */
final class ScheduleCharts {
  private static final int TIMESTEPS = 1000;
  private static final int POINTS = 300;
  private static final int TICK_PIXELS = 100;
  private static final double LEAST_LOG_SNR = -12;

  private record Schedule(String name, Color colour, Map<String, Object> config) {}

  private static final List<Schedule> SCHEDULES =
      List.of(
          schedule("linear (DDPM)", Charts.BLUE, "linear", 0.0001, 0.02),
          schedule(
              "scaled linear (Stable Diffusion)", Charts.ORANGE, "scaled_linear", 0.00085, 0.012),
          schedule("cosine (improved DDPM)", Charts.GREEN, "squaredcos_cap_v2", 0.0001, 0.02),
          schedule("sigmoid (GeoDiff)", Charts.PURPLE, "sigmoid", 0.0001, 0.02));

  private ScheduleCharts() {}

  static void write(Path file) throws IOException {
    Charts.write(
        file,
        true,
        List.of(
            chart(
                "How much of the picture is left", "√ᾱ", (process, t) -> process.level(t).alpha()),
            chart(
                "Signal to noise",
                "ln SNR",
                (process, t) -> Math.max(LEAST_LOG_SNR, process.logSnr(t)))));
  }

  private static XYChart chart(
      String title, String what, ToDoubleBiFunction<ForwardProcess, Integer> value) {
    XYChart chart = Charts.xy(860, 320, title, "timestep t", what);
    chart.getStyler().setXAxisTickMarkSpacingHint(TICK_PIXELS);
    int[] times = times();
    for (Schedule schedule : SCHEDULES) {
      ForwardProcess process = ForwardProcess.of(schedule.config());
      Charts.line(
          chart,
          schedule.name(),
          Arrays.stream(times).asDoubleStream().toArray(),
          Arrays.stream(times).mapToDouble(t -> value.applyAsDouble(process, t)).toArray(),
          schedule.colour());
    }
    return chart;
  }

  /** Closer together at the ends, where the curves bend. */
  private static int[] times() {
    return IntStream.rangeClosed(0, POINTS)
        .map(i -> (int) Math.round((TIMESTEPS - 1) * (1 - Math.cos(Math.PI * i / POINTS)) / 2))
        .distinct()
        .toArray();
  }

  private static Schedule schedule(
      String name, Color colour, String schedule, double start, double end) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("_class_name", "DDPMScheduler");
    config.put("num_train_timesteps", TIMESTEPS);
    config.put("beta_schedule", schedule);
    config.put("beta_start", start);
    config.put("beta_end", end);
    return new Schedule(name, colour, config);
  }
}
