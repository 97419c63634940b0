package dev.langevin.runtime.batches;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Feed;
import dev.langevin.runtime.generations.LogUnavailableException;
import dev.langevin.runtime.generations.Topics;
import dev.langevin.runtime.generations.WorkQueue;

/**
 * Hands batches to feeders.
 *
 * @param queue where records go
 */
public record FeedQueue(WorkQueue queue) {
  /**
   * Hands over a batch, durably, before its snapshot is appended: a crash between the two leaves a
   * batch that is fed, never one that hangs.
   *
   * @param next the snapshot that is appended next
   * @throws LogUnavailableException when Kafka does not take it
   */
  public void put(BatchSnapshot next) {
    Feed feed = Feed.newBuilder().setSnapshot(next).build();
    queue.put(Topics.FEEDER, next.getBatch().getId(), feed.toByteArray());
  }
}
