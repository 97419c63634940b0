package dev.langevin.runtime.generations;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.langevin.events.v1.Work;
import dev.langevin.v1.GenerationRequest;
import java.time.Instant;

/** Work records for tests. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private Samples() {}

  static Work work(String id) {
    return work(id, "w1", 1, NOW);
  }

  static Work work(String id, String workId, int hash, Instant created) {
    return Work.newBuilder()
        .setGenerationId(id)
        .setWorkId(workId)
        .setRequestHash(ByteString.copyFrom(new byte[] {(byte) hash, 7}))
        .setRequest(
            GenerationRequest.newBuilder()
                .setPrompt("a red sailboat")
                .setDeadline(Duration.newBuilder().setSeconds(3600).setNanos(600_000_000)))
        .setTenant("default")
        .setRequestId("r")
        .setCreateTime(Snapshots.timestamp(created))
        .build();
  }
}
