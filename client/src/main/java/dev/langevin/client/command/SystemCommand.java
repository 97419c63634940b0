package dev.langevin.client.command;

import com.google.protobuf.Timestamp;
import dev.langevin.client.Context;
import dev.langevin.client.ExitCode;
import dev.langevin.client.local.Connection;
import dev.langevin.client.output.Json;
import dev.langevin.client.output.Table;
import dev.langevin.client.output.Text;
import dev.langevin.client.output.View;
import dev.langevin.v1.GetSystemRequest;
import dev.langevin.v1.GetSystemResponse;
import dev.langevin.v1.Priority;
import dev.langevin.v1.QueueStatus;
import dev.langevin.v1.Replica;
import dev.langevin.v1.ReplicaLoad;
import dev.langevin.v1.SystemServiceGrpc;
import dev.langevin.v1.SystemStatus;
import dev.langevin.v1.SystemTotals;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Shows the system. */
@Command(
    name = "system",
    description = "Shows the processes, the queues, and what was done since the gateway started.")
final class SystemCommand extends ServerCommand {
  SystemCommand(Context context) {
    super(context);
  }

  @Override
  ExitCode run(Connection connection, View view) {
    GetSystemResponse answer =
        SystemServiceGrpc.newBlockingStub(connection.channel())
            .getSystem(GetSystemRequest.getDefaultInstance());
    reached();
    view.clear();
    if (json) {
      context.terminal().out().println(Json.of(answer));
      return ExitCode.OK;
    }
    SystemStatus system = answer.getSystem();
    replicas(system);
    context.terminal().out().println();
    queues(system);
    context.terminal().out().println();
    totals(system.getTotals());
    system.getProblemsList().forEach(problem -> context.terminal().err().println(problem));
    return ExitCode.OK;
  }

  private void replicas(SystemStatus system) {
    Instant now = Instant.now();
    Table table = new Table(context.terminal(), "SERVICE", "STATE", "SEEN", "NAME", "DOES");
    for (Replica replica : system.getReplicasList()) {
      Timestamp seen = replica.getSeenTime();
      table.row(
          word(replica.getKind().name(), "KIND_").replace('_', ' '),
          word(replica.getState().name(), "STATE_"),
          replica.hasSeenTime() ? Text.age(seen, now) : "never",
          replica.getName(),
          does(replica));
    }
    table.print();
  }

  private static String does(Replica replica) {
    if (replica.getKind() == Replica.Kind.KIND_ORCHESTRATOR) {
      return "%d interactive slots, %d batch slots"
          .formatted(replica.getInteractiveSlots(), replica.getBatchSlots());
    }
    ReplicaLoad load = replica.getLoad();
    return replica.hasLoad()
        ? "%d rows waiting, %d running; %s rows per batch"
            .formatted(
                load.getWaitingRows(),
                load.getRunningRows(),
                mean(load.getRows(), load.getBatches()))
        : "";
  }

  private void queues(SystemStatus system) {
    Table table =
        new Table(context.terminal(), "POOL", "PRIORITY", "WAITING", "RUNNING", "OLDEST WAIT");
    for (QueueStatus queue : system.getQueuesList()) {
      table.row(
          queue.getPool(),
          queue.getPriority() == Priority.PRIORITY_BATCH ? "batch" : "interactive",
          Integer.toString(queue.getWaiting()),
          Integer.toString(queue.getRunning()),
          Text.time(Text.duration(queue.getOldestWait())));
      for (QueueStatus.Shard shard : queue.getShardsList()) {
        table.row(
            "  shard " + shard.getShard(),
            shard.getSlots() + " slots",
            Integer.toString(shard.getWaiting()),
            Integer.toString(shard.getRunning()),
            Text.time(Text.duration(shard.getOldestWait())));
      }
    }
    table.print();
  }

  private void totals(SystemTotals totals) {
    context
        .terminal()
        .out()
        .println(
            ("%d accepted, %d succeeded, %d failed, %d cancelled, %d filtered; %d evaluations, %s rows per batch,"
                    + " networks busy for %s")
                .formatted(
                    totals.getAccepted(),
                    totals.getSucceeded(),
                    totals.getFailed(),
                    totals.getCancelled(),
                    totals.getFiltered(),
                    totals.getEvaluations(),
                    mean(totals.getRows(), totals.getBatches()),
                    Text.time(Text.duration(totals.getBusy()))));
  }

  private static String mean(long rows, long batches) {
    return batches == 0 ? "no" : String.format(Locale.ROOT, "%.1f", (double) rows / batches);
  }

  private static String word(String name, String prefix) {
    return name.equals(prefix + "UNSPECIFIED")
        ? "unknown"
        : name.substring(prefix.length()).toLowerCase(Locale.ROOT);
  }
}
