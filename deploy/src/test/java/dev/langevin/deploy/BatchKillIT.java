package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.grpc.Channels;
import dev.langevin.v1.Batch;
import dev.langevin.v1.Batch.State;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.ListGenerationsRequest;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything dies at once, in the midst of a batch. */
class BatchKillIT {
  private static final int LINES = 80;

  @TempDir Path data;

  @Test
  void kill_inTheMidstOfABatch_everyLineEndsOnce() throws Exception {
    BatchHeader header = BatchHeader.newBuilder().setRequestId("mine").build();
    String file = BatchCalls.file(LINES, BatchKillIT::line);
    String id;
    try (ServerProcess first = ServerProcess.start(data)) {
      ManagedChannel channel = Channels.open(first.address());
      try {
        BatchCalls calls = new BatchCalls(channel);
        id = calls.create(header, file).getBatch().getId();
        calls.await(id, batch -> batch.getSucceeded() >= 10);
        first.kill();
      } finally {
        Channels.close(channel);
      }
    }
    try (ServerProcess second = ServerProcess.start(data)) {
      ManagedChannel channel = Channels.open(second.address());
      try {
        BatchCalls calls = new BatchCalls(channel);
        assertThat(calls.create(header, file).getBatch().getId()).isEqualTo(id);
        assertThat(calls.get(id).getState()).isEqualTo(State.STATE_RUNNING);

        Batch done = calls.await(id, batch -> batch.getState() == State.STATE_COMPLETED);

        assertThat(done.getSucceeded()).as("%s", done).isEqualTo(LINES);
        List<BatchResult> results = calls.results(id, false);
        assertThat(results)
            .hasSize(LINES)
            .allMatch(result -> result.getState() == Generation.State.STATE_SUCCEEDED);
        assertThat(
                GenerationServiceGrpc.newBlockingStub(channel)
                    .listGenerations(ListGenerationsRequest.newBuilder().setPageSize(1000).build())
                    .getGenerationsCount())
            .isEqualTo(LINES);
      } finally {
        Channels.close(channel);
      }
    }
  }

  private static String line(int number) {
    return "{\"prompt\": \"a red house and a tree\", \"steps\": 6, \"seed\": %d}".formatted(number);
  }
}
