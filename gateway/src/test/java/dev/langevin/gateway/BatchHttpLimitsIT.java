package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are too large, too slow or broken off, and readers that don't read. */
@Timeout(120)
class BatchHttpLimitsIT {
  private static final Duration PATIENCE = Duration.ofMillis(700);
  private static final String BATCHES = "/v1/batches";
  private static final String LINE = "{\"prompt\": \"a boat\"}\n";
  @TempDir static Path directory;
  private static TestFleet fleet;
  private static Gateway gateway;
  private static HttpClients http;

  private int blobs;
  private int known;
  private int begun;
  private int broken;

  @BeforeAll
  static void start() throws Exception {
    fleet = new TestFleet(directory);
    gateway = fleet.gateway(Map.of("READER_PATIENCE", PATIENCE.toMillis() + "ms"));
    http = new HttpClients(gateway);
    Calls.await(() -> gateway.ready());
  }

  @AfterAll
  static void stop() {
    http.close();
    fleet.close();
  }

  @BeforeEach
  void count() throws Exception {
    blobs = fleet.decoder.blobs.size();
    known = batches();
    begun = fleet.decoder.begun.get();
    broken = fleet.decoder.broken.get();
  }

  /** Whatever was begun was broken off, and nothing is left of it. */
  @AfterEach
  void assertNothingIsLeft() throws Exception {
    Calls.await(() -> fleet.decoder.begun.get() - begun == fleet.decoder.broken.get() - broken);
    assertThat(fleet.decoder.blobs).hasSize(blobs);
    assertThat(batches()).isEqualTo(known);
  }

  @Test
  void upload_cutOffInTheMiddle_leavesNothing() throws Exception {
    try (RawHttp raw = RawHttp.upload(gateway, BATCHES)) {
      raw.chunk(LINE.repeat(500));
      Calls.await(() -> fleet.decoder.begun.get() == begun + 1);
    }
    Calls.await(() -> fleet.decoder.broken.get() == broken + 1);
  }

  @Test
  void upload_shorterThanItsLength_leavesNothing() throws Exception {
    try (RawHttp raw = new RawHttp(gateway)) {
      raw.send(
          "POST /v1/batches HTTP/1.1\r\nHost: a\r\nContent-Type: application/jsonl\r\n"
              + "Content-Length: 100000\r\n\r\n"
              + LINE);
      Calls.await(() -> fleet.decoder.begun.get() == begun + 1);
    }
    Calls.await(() -> fleet.decoder.broken.get() == broken + 1);
  }

  @Test
  void sender_thatStops_isRefusedInTime() throws Exception {
    try (RawHttp raw = RawHttp.upload(gateway, BATCHES)) {
      long since = System.nanoTime();
      assertThat(raw.chunk(LINE).answer()).startsWith("HTTP/1.1 408").contains("UPLOAD_TOO_SLOW");
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(PATIENCE);
    }
  }

  @Test
  void sender_thatTrickles_isRefusedToo() throws Exception {
    try (RawHttp raw = RawHttp.upload(gateway, BATCHES)) {
      Thread trickle =
          Thread.startVirtualThread(
              () -> {
                try {
                  while (true) {
                    raw.chunk("\n");
                    Thread.sleep(50);
                  }
                } catch (Exception e) {
                  // cut off
                }
              });
      assertThat(raw.answer()).startsWith("HTTP/1.1 408").contains("8,192 a second are the least");
      trickle.join();
    }
  }

  @Test
  void upload_thatSaysItIsTooLarge_isRefusedAtOnce() throws Exception {
    try (RawHttp raw = new RawHttp(gateway)) {
      raw.send(
          "POST /v1/batches HTTP/1.1\r\nHost: a\r\nContent-Type: application/jsonl\r\n"
              + "Content-Length: 268435457\r\n\r\n");
      assertThat(raw.answer())
          .startsWith("HTTP/1.1 413")
          .contains("BODY_TOO_LARGE", "the body is larger than 268,435,456 bytes");
    }
    assertThat(fleet.decoder.begun.get()).isEqualTo(begun);
  }

  @Test
  void upload_thatAsksFirst_isToldBeforeItIsSent() throws Exception {
    String head =
        "POST /v1/batches HTTP/1.1\r\nHost: a\r\nContent-Type: application/jsonl\r\n"
            + "Expect: 100-continue\r\nContent-Length: ";
    try (RawHttp raw = new RawHttp(gateway)) {
      raw.send(head + "268435457\r\n\r\n");
      assertThat(raw.answer()).startsWith("HTTP/1.1 413");
    }
    try (RawHttp raw = new RawHttp(gateway)) {
      raw.send(head + "3\r\n\r\n");
      assertThat(raw.line()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(raw.line()).isEmpty();
      raw.send("[]\n");
      assertThat(raw.line()).isEqualTo("HTTP/1.1 400 Bad Request");
    }
  }

  @Test
  void upload_thatIsTooLarge_isRefusedWhenItIs() throws Exception {
    String blank = " ".repeat((256 << 10) - 1) + "\n";
    try (RawHttp raw = RawHttp.upload(gateway, BATCHES)) {
      for (int i = 0; i < 1024; i++) {
        raw.chunk(blank);
      }
      assertThat(raw.chunk("x").answer()).startsWith("HTTP/1.1 413").contains("BODY_TOO_LARGE");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"results", "results?follow=true", "archive"})
  void reader_thatReadsNothing_isCutOff(String what) throws Exception {
    String file = BatchHttpIT.file(50_000, BatchHttpIT::line);
    String id = BatchHttpIT.id(http.upload(BATCHES, file.getBytes(StandardCharsets.UTF_8)));
    String path = BATCHES + "/" + id;
    http.send("POST", path + ":cancel", null);
    try (RawHttp raw = new RawHttp(gateway)) {
      raw.send("GET " + path + "/" + what + " HTTP/1.1\r\nHost: a\r\n\r\n");
      Calls.await(raw::closed);
    }
    assertThat(http.send("DELETE", path, null).statusCode()).isEqualTo(200);
    begun = fleet.decoder.begun.get();
    broken = fleet.decoder.broken.get();
  }

  private static int batches() throws Exception {
    return HttpClients.json(http.get(BATCHES + "?page_size=1000")).getAsJsonArray("batches").size();
  }
}
