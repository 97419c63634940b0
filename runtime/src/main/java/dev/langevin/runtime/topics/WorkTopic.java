package dev.langevin.runtime.topics;

import dev.langevin.v1.Priority;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue of jobs, the topic and the share group of the same name: {@code work.<pool>.<class>} of a
 * pool's first shard, {@code work.<pool>.<class>.<shard>} of the others.
 *
 * @param pool whose models its jobs use
 * @param priority the jobs' class; what is not batch is interactive
 * @param shard which shard of the pool, from 0
 */
public record WorkTopic(String pool, Priority priority, int shard) {
  /** Batches to be fed, key batch id; its share group has the same name. */
  public static final String FEEDER = "work.feeder";

  /** What names of pools are made of. */
  public static final String POOL = "[a-z0-9-]{1,63}";

  private static final Pattern NAME =
      Pattern.compile("work\\.(" + POOL + ")\\.(interactive|batch)(?:\\.([1-9][0-9]{0,3}))?");

  /** Makes of any priority one of the two that there are. */
  public WorkTopic {
    priority =
        switch (priority) {
          case PRIORITY_BATCH -> Priority.PRIORITY_BATCH;
          case PRIORITY_INTERACTIVE, PRIORITY_UNSPECIFIED, UNRECOGNIZED ->
              Priority.PRIORITY_INTERACTIVE;
        };
  }

  /** The queue of such a name; empty if it is none. */
  public static Optional<WorkTopic> of(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Priority priority =
        parts.group(2).equals("batch") ? Priority.PRIORITY_BATCH : Priority.PRIORITY_INTERACTIVE;
    int shard = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    return Optional.of(new WorkTopic(parts.group(1), priority, shard));
  }

  /** The topic's name, and the group's. */
  public String name() {
    String first =
        "work." + pool + (priority == Priority.PRIORITY_BATCH ? ".batch" : ".interactive");
    return shard == 0 ? first : first + "." + shard;
  }
}
