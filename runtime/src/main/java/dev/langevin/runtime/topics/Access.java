package dev.langevin.runtime.topics;

import java.util.List;

/**
 * What one service may do.
 *
 * @param service its name, for people
 * @param principal who it is to Kafka, such as {@code User:gateway}
 * @param grants what it may do
 */
public record Access(String service, String principal, List<Grant> grants) {
  /** Keeps a copy. */
  public Access {
    grants = List.copyOf(grants);
  }

  /** What things of Kafka there are. */
  public enum Resource {
    /** Topics. */
    TOPIC,
    /** Groups of consumers, share groups among them. */
    GROUP
  }

  /** What may be done with them; reading and writing include describing. */
  public enum Operation {
    /** Read a topic, or be a member of a group. */
    READ,
    /** Write to a topic. */
    WRITE,
    /** See that it is there, and who is in it. */
    DESCRIBE,
    /** See its settings. */
    DESCRIBE_CONFIGS
  }

  /**
   * One permission.
   *
   * @param resource of what
   * @param operation what for
   * @param name of which; one that ends in {@code *} stands for all that begin so
   */
  public record Grant(Resource resource, Operation operation, String name) {}
}
