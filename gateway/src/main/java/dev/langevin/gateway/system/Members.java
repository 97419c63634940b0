package dev.langevin.gateway.system;

import com.google.protobuf.util.Durations;
import dev.langevin.gateway.catalog.Member;
import dev.langevin.internal.v1.Load;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Replica;
import dev.langevin.v1.ReplicaLoad;

/** Replicas as clients see them. Pure. */
final class Members {
  private Members() {}

  static Replica replica(Member member) {
    Replica.Builder replica =
        Replica.newBuilder()
            .setKind(
                switch (member.service()) {
                  case DENOISER -> Replica.Kind.KIND_DENOISER;
                  case TEXT_ENCODER -> Replica.Kind.KIND_TEXT_ENCODER;
                  case DECODER -> Replica.Kind.KIND_DECODER;
                })
            .setName(member.address())
            .setState(state(member))
            .setProblem(member.problem());
    member.seen().ifPresent(seen -> replica.setSeenTime(Snapshots.timestamp(seen)));
    member.load().ifPresent(load -> replica.setLoad(load(load)));
    return replica.build();
  }

  private static Replica.State state(Member member) {
    if (!member.problem().isEmpty()) {
      return Replica.State.STATE_AWAY;
    }
    return member.seen().isPresent() ? Replica.State.STATE_UP : Replica.State.STATE_UNSPECIFIED;
  }

  private static ReplicaLoad load(Load load) {
    return ReplicaLoad.newBuilder()
        .setWaitingRows(load.getWaitingRows())
        .setRunningRows(load.getRunningRows())
        .setBatchCap(load.getBatchCap())
        .setRows(load.getRows())
        .setBatches(load.getBatches())
        .setEvaluations(load.getEvaluations())
        .setBusy(Durations.fromNanos(load.getBusyNanos()))
        .build();
  }
}
