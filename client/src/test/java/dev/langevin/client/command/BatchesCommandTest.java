package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.FakeBatches;
import dev.langevin.client.Shell;
import dev.langevin.v1.ListBatchResultsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesCommandTest {
  @TempDir Path home;
  private FakeBatches server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeBatches();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void download_writesTheArchiveAndItsSize() throws Exception {
    Shell.Result result = download();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualToIgnoringNewLines(archive() + "  10,000 bytes");
    assertThat(result.err()).isEmpty();
    assertThat(archive()).hasBinaryContent(FakeBatches.ARCHIVE.toByteArray());
    assertThat(files()).containsExactly(archive());
  }

  @Test
  void download_serverGoesInTheMiddle_beginsAgain() throws Exception {
    server.lost = 1;

    assertThat(download().code()).isZero();
    assertThat(archive()).hasBinaryContent(FakeBatches.ARCHIVE.toByteArray());
    assertThat(files()).containsExactly(archive());
  }

  @Test
  void download_unknownBatch_leavesNoFile() throws Exception {
    Shell.Result result = run("batches", "download", "nobody", "-o", archive().toString());

    assertThat(result.code()).isEqualTo(3);
    assertThat(files()).isEmpty();
  }

  @Test
  void download_runningBatch_saysSo() throws Exception {
    server.ended = false;

    assertThat(download().err()).contains("the batch has not ended; the archive has what there is");
  }

  @Test
  void download_noFolder_isRefusedBeforeTheServerIsAsked() {
    Shell.Result result =
        run("batches", "download", "b1", "-o", home.resolve("no/where.zip").toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("there is no folder");
  }

  @Test
  void results_areLinesOfJson() {
    assertThat(run("batches", "results", "b1").out().lines())
        .hasSize(4)
        .startsWith("{\"line\":1,\"custom_id\":\"l1\"}");
    assertThat(run("batches", "results", "b1", "--after", "3").out().lines())
        .containsExactly("{\"line\":4,\"custom_id\":\"l4\"}");
  }

  @Test
  void results_serverGoesInTheMiddle_goesOnBehindTheLastLine() {
    server.lost = 1;

    Shell.Result result = run("batches", "results", "b1", "--follow");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines()).hasSize(4).doesNotHaveDuplicates();
    assertThat(server.listed)
        .extracting(ListBatchResultsRequest::getAfterLine)
        .containsExactly(0, 2);
    assertThat(server.listed).allMatch(ListBatchResultsRequest::getFollow);
  }

  private Path archive() {
    return home.resolve("out.zip");
  }

  private Shell.Result download() {
    return run("batches", "download", "b1", "-o", archive().toString());
  }

  private Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(home)) {
      return all.filter(Files::isRegularFile).toList().stream();
    }
  }

  private Shell.Result run(String... args) {
    return new Shell(home, Shell.NONE)
        .run(
            Stream.concat(Stream.of(args), Stream.of("--server", server.address()))
                .toArray(String[]::new));
  }
}
