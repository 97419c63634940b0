package dev.langevin.client.trace;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Timing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The stages of a generation, as it tells them itself: all there is where no trace is recorded. */
public final class Stages {
  private static final String ALL = "generation";

  private Stages() {}

  /**
   * Its stages.
   *
   * @param now for what has not ended
   */
  public static List<Stretch> of(Generation generation, Instant now) {
    long created = nanos(generation.getCreateTime());
    long present = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    long ended = generation.hasEndTime() ? nanos(generation.getEndTime()) : present;
    boolean failed =
        generation.getState() == Generation.State.STATE_FAILED
            || generation.getState() == Generation.State.STATE_FILTERED;
    List<Stretch> stages = new ArrayList<>();
    stages.add(stage(ALL, "", created, ended, failed));
    if (generation.hasTiming()) {
      Timing timing = generation.getTiming();
      long at = stage(stages, "queue", created, timing.getQueued());
      at = stage(stages, "encode", at, timing.getEncode());
      at = stage(stages, "denoise", at, timing.getDenoise());
      stage(stages, "decode", at, timing.getDecode());
    } else if (generation.hasStartTime()) {
      long started = nanos(generation.getStartTime());
      stages.add(stage("queue", ALL, created, started, false));
      stages.add(stage("run", ALL, started, ended, failed));
    } else {
      stages.add(stage("queue", ALL, created, ended, false));
    }
    return stages;
  }

  private static long stage(List<Stretch> stages, String name, long start, Duration time) {
    long end = start + time.getSeconds() * 1_000_000_000L + time.getNanos();
    stages.add(stage(name, ALL, start, end, false));
    return end;
  }

  private static Stretch stage(String name, String parent, long start, long end, boolean failed) {
    return new Stretch(name, parent, "langevin", name, start, Math.max(start, end), "", failed);
  }

  private static long nanos(Timestamp time) {
    return time.getSeconds() * 1_000_000_000L + time.getNanos();
  }
}
