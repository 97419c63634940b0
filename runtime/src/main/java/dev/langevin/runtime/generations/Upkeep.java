package dev.langevin.runtime.generations;

/** What a service does about topics and share groups that are not as they are declared. */
public enum Upkeep {
  /** Creates the topics that are missing, and configures the groups that it reads from. */
  CREATE,
  /** Nothing: somebody else sees to them. What it can't do without, it looks for. */
  EXISTING
}
