package dev.langevin.orchestrator.slot;

import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Telling;
import dev.langevin.runtime.topics.WorkTopic;
import dev.langevin.v1.Priority;
import java.util.List;

/** Tells what slots do. */
final class SlotMeters {
  private SlotMeters() {}

  static Telling tell(String pool, List<Slot> slots) {
    return Meters.ofProcess()
        .tell(
            Meter.SLOTS,
            told -> {
              for (Slot slot : slots) {
                told.value(1, pool, priority(slot.topic()), state(slot.state()));
              }
            });
  }

  /** Whose work it is: batches are fed by slots of their own. */
  private static String priority(String topic) {
    if (topic.equals(Topics.FEEDER)) {
      return "feeder";
    }
    return WorkTopic.of(topic).map(WorkTopic::priority).orElseThrow() == Priority.PRIORITY_BATCH
        ? "batch"
        : "interactive";
  }

  private static String state(SlotState state) {
    return switch (state) {
      case SlotState.Idle idle -> "idle";
      case SlotState.Working working -> "working";
      case SlotState.Draining draining -> "draining";
      case SlotState.Lost lost -> "lost";
      case SlotState.Paused paused -> "paused";
      case SlotState.Closed closed -> "closed";
    };
  }
}
