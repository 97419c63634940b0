package dev.langevin.deploy.scaling;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Progress;
import dev.langevin.v1.Size;
import java.time.Instant;
import java.util.List;

/** How large a usual job's records are: real messages, weighed. */
final class Records {
  /** QUEUED, RUNNING, SUCCEEDED. */
  static final int SNAPSHOTS = 3;

  /** What Kafka adds: the record's own header, its key, and its part of a batch that is alone. */
  private static final int AROUND = 61 + 32 + 8;

  private static final Instant NOW = Instant.ofEpochSecond(1_795_340_000);
  private static final String ID = "0123456789abcdef0123456789abcdef";

  private Records() {}

  private static Work work() {
    return Work.newBuilder()
        .setGenerationId(ID)
        .setWorkId(ID)
        .setRequestHash(ByteString.copyFrom(new byte[32]))
        .setTenant("default")
        .setCreateTime(Snapshots.timestamp(NOW))
        .setRequestId(ID)
        .setShard(7)
        .setRequest(
            GenerationRequest.newBuilder()
                .setPrompt("p".repeat(90))
                .setNegativePrompt("n".repeat(40))
                .setModel("storybook@1")
                .setSampler("dpmpp_2m")
                .setSteps(Scale.STEPS)
                .setGuidanceScale(7)
                .setSeed((int) 4_000_000_000L)
                .setCount(1)
                .setSize(Size.newBuilder().setWidth(1024).setHeight(1024))
                .setDeadline(com.google.protobuf.Duration.newBuilder().setSeconds(86_400)))
        .build();
  }

  private static List<Snapshot> snapshots() {
    Snapshot queued = Snapshots.queued(work());
    Snapshot running = Snapshots.claim(work(), queued, ID, NOW);
    Artifact picture =
        Artifact.newBuilder()
            .setName(ID + "/0-" + "a".repeat(64))
            .setSha256("a".repeat(64))
            .setSizeBytes(1_500_000)
            .build();
    return List.of(
        queued,
        running,
        Snapshots.succeeded(running, List.of(picture), NOW, generation -> generation));
  }

  static double workBytes() {
    return work().getSerializedSize() + AROUND;
  }

  static double logBytes() {
    return snapshots().stream().mapToInt(it -> it.getSerializedSize() + AROUND).sum();
  }

  static double progressBytes() {
    return ProgressEvent.newBuilder()
            .setGenerationId(ID)
            .setAttempt(1)
            .setProgress(
                Progress.newBuilder()
                    .setEvaluation(12)
                    .setEvaluations(Scale.STEPS)
                    .setTimeLeft(com.google.protobuf.Duration.newBuilder().setSeconds(20)))
            .build()
            .getSerializedSize()
        + AROUND;
  }
}
