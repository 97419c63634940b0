package dev.langevin.runtime.generations;

import static dev.langevin.runtime.generations.Samples.NOW;
import static dev.langevin.runtime.generations.Samples.work;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.v1.Generation.State;
import dev.langevin.v1.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationLogIT {
  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private GenerationLog log;
  private GenerationLog other;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(directory);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void open() {
    log = GenerationLog.open(broker.address());
    other = GenerationLog.open(broker.address());
  }

  @AfterEach
  void close() {
    log.close();
    other.close();
  }

  @Test
  void write_acceptedSnapshot_isReadByEveryone() {
    Outcome<Snapshot> outcome = log.write(Snapshots.queued(work("a1")));
    assertThat(outcome.won()).isTrue();
    assertThat(outcome.folded()).isEqualTo(Snapshots.queued(work("a1")));
    assertThat(other.get("a1")).contains(outcome.folded());
    assertThat(other.get("a2")).isEmpty();
  }

  @Test
  void write_refusedSnapshot_returnsTheWinner() {
    Snapshot first = log.write(Snapshots.queued(work("b1"))).folded();
    Outcome<Snapshot> outcome = other.write(Snapshots.queued(work("b1", "w2", 1, NOW)));
    assertThat(outcome.won()).isFalse();
    assertThat(outcome.folded()).isEqualTo(first);
    assertThat(outcome.verdict()).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void write_manyAtOnceFromTwo_oneWinnerEach() {
    List<CompletableFuture<Outcome<Snapshot>>> outcomes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      outcomes.add(log.append(Snapshots.queued(work("c" + i, "left", 1, NOW))));
      outcomes.add(other.append(Snapshots.queued(work("c" + i, "right", 1, NOW))));
    }
    for (int i = 0; i < outcomes.size(); i += 2) {
      Outcome<Snapshot> left = outcomes.get(i).join();
      Outcome<Snapshot> right = outcomes.get(i + 1).join();
      assertThat(left.won()).isNotEqualTo(right.won());
      assertThat(left.folded()).isEqualTo(right.folded());
    }
  }

  @Test
  void get_afterAnotherProcessWrote_isExact() {
    Snapshot state = log.write(Snapshots.queued(work("d1"))).folded();
    for (int i = 0; i < 100; i++) {
      GenerationLog writer = i % 2 == 0 ? log : other;
      GenerationLog reader = i % 2 == 0 ? other : log;
      state = writer.write(Snapshots.claim(work("d1"), state, "n" + i, NOW)).folded();
      assertThat(reader.get("d1")).contains(state);
    }
  }

  @Test
  void move_whileAnotherWrites_buildsOnTheNewState() {
    Snapshot queued = log.write(Snapshots.queued(work("e1"))).folded();
    boolean[] raced = {false};
    Snapshot moved =
        log.move(
                "e1",
                current -> {
                  if (!raced[0]) {
                    raced[0] = true;
                    other.write(Snapshots.claim(work("e1"), queued, "fast", NOW));
                  }
                  return Snapshots.cancelled(current, NOW);
                })
            .orElseThrow();
    assertThat(moved.getGeneration().getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(moved.getVersion()).isEqualTo(3);
    assertThat(other.get("e1")).contains(moved);
    assertThat(log.move("unknown", current -> current)).isEmpty();
  }

  @Test
  void listen_tellsOfAcceptedSnapshotsInOrder() throws Exception {
    BlockingQueue<Snapshot> seen = new LinkedBlockingQueue<>();
    Snapshot queued = log.write(Snapshots.queued(work("f1"))).folded();
    Subscription subscription = other.listen("f1", seen::add);
    other.awaitEnd(Duration.ofSeconds(5));
    Snapshot running = log.write(Snapshots.claim(work("f1"), queued, "n", NOW)).folded();
    log.write(Snapshots.queued(work("f1", "w9", 1, NOW)));
    Snapshot ended = log.write(Snapshots.cancelled(running, NOW)).folded();
    Snapshot first = take(seen);
    // It may have been told of the QUEUED snapshot too, if it read that one after it began to
    // listen.
    assertThat(first.equals(queued) ? take(seen) : first).isEqualTo(running);
    assertThat(take(seen)).isEqualTo(ended);
    subscription.close();
  }

  @Test
  void open_again_findsTheSameStates() {
    Snapshot queued = log.write(Snapshots.queued(work("g1"))).folded();
    Snapshot cancelled = log.write(Snapshots.cancelled(queued, NOW)).folded();
    log.write(Snapshots.claim(work("g1"), queued, "late", NOW));
    try (GenerationLog fresh = GenerationLog.open(broker.address())) {
      assertThat(fresh.get("g1")).contains(cancelled);
    }
  }

  @Test
  void refusedLastRecord_winnerIsAppendedAgain() throws Exception {
    Snapshot queued = log.write(Snapshots.queued(work("h1"))).folded();
    log.write(Snapshots.queued(work("h1", "w2", 1, NOW)));
    // The winner's second copy is the key's last record, so that compaction keeps it.
    try (RawReader raw = new RawReader(broker.address())) {
      List<byte[]> values = raw.readUntil("h1", 3, Duration.ofSeconds(20));
      assertThat(Snapshot.parseFrom(values.getLast())).isEqualTo(queued);
    }
  }

  /** As if compaction had looked at the log up to the refused record alone. */
  @Test
  void refusedRecordThatCompactionLeft_isOverruledByTheRestatement() throws Exception {
    final Snapshot winner = Snapshots.queued(work("h2", "w1", 1, NOW));
    byte[] loser = Snapshots.queued(work("h2", "w2", 1, NOW)).toByteArray();
    try (Producer<String, byte[]> producer =
        Clients.producer(KafkaConnection.plaintext(broker.address()))) {
      long offset =
          producer.send(new ProducerRecord<>(Topics.GENERATIONS, "h2", loser)).get().offset();
      var restated = new ProducerRecord<>(Topics.GENERATIONS, "h2", winner.toByteArray());
      restated.headers().add(LogReader.OVERRULES, Long.toString(offset).getBytes(UTF_8));
      producer.send(restated).get();
    }
    assertThat(log.get("h2")).contains(winner);
  }

  @Test
  void garbageRecords_areIgnored() throws Exception {
    Snapshot queued = log.write(Snapshots.queued(work("i1"))).folded();
    try (Producer<String, byte[]> producer =
        Clients.producer(KafkaConnection.plaintext(broker.address()))) {
      producer.send(new ProducerRecord<>(Topics.GENERATIONS, "i1", new byte[] {1, 2, 3})).get();
      producer.send(new ProducerRecord<>(Topics.GENERATIONS, "i2", queued.toByteArray())).get();
    }
    assertThat(log.get("i1")).contains(queued);
    assertThat(log.get("i2")).isEmpty();
  }

  @Test
  void tombstone_removesTheGeneration() throws Exception {
    log.write(Snapshots.queued(work("j1")));
    try (Producer<String, byte[]> producer =
        Clients.producer(KafkaConnection.plaintext(broker.address()))) {
      producer.send(new ProducerRecord<>(Topics.GENERATIONS, "j1", null)).get();
    }
    assertThat(log.get("j1")).isEmpty();
    assertThat(log.write(Snapshots.queued(work("j1"))).won()).isTrue();
  }

  @Test
  void list_pagesNewestFirst() {
    for (int i = 0; i < 5; i++) {
      log.write(Snapshots.queued(work("k" + i, "w", 1, NOW.plusSeconds(1000 + i))));
    }
    Page first = log.list(2, null, Selection.ALL);
    assertThat(ids(first)).containsExactly("k4", "k3");
    log.write(Snapshots.queued(work("k9", "w", 1, NOW.plusSeconds(9000))));
    Page second = log.list(2, Cursor.parse(first.next().text()).orElseThrow(), Selection.ALL);
    assertThat(ids(second)).containsExactly("k2", "k1");
    assertThat(log.list(1000, null, Selection.of(State.STATE_SUCCEEDED)).snapshots()).isEmpty();
  }

  @Test
  void due_unfinished_namesThosePastTheirDeadline() {
    Snapshot late =
        log.write(Snapshots.queued(work("l1", "w", 1, NOW.minusSeconds(9000)))).folded();
    Snapshot done =
        log.write(Snapshots.queued(work("l2", "w", 1, NOW.minusSeconds(9000)))).folded();
    log.write(Snapshots.cancelled(done, NOW));
    assertThat(log.due(Stage.UNFINISHED, NOW, 100))
        .contains(late)
        .noneMatch(s -> id(s).equals("l2"));
    assertThat(log.due(Stage.UNFINISHED, NOW.minusSeconds(8000), 100)).doesNotContain(late);
  }

  @Test
  void delete_endedGeneration_leavesAStubThatNoListShows() {
    Snapshot stub = deleted("n1");
    assertThat(other.get("n1")).contains(stub);
    assertThat(ids(other.list(1000, null, Selection.ALL))).doesNotContain("n1");
    assertThat(other.due(Stage.ENDED, NOW.plusSeconds(1), 1000)).doesNotContain(stub);
    assertThat(other.due(Stage.DELETED, NOW.plusSeconds(24 * 3600), 1000)).doesNotContain(stub);
    assertThat(other.due(Stage.DELETED, NOW.plusSeconds(24 * 3600 + 1), 1000)).contains(stub);
    try (GenerationLog fresh = GenerationLog.open(broker.address())) {
      assertThat(fresh.get("n1")).contains(stub);
      assertThat(ids(fresh.list(1000, null, Selection.ALL))).doesNotContain("n1");
    }
  }

  @Test
  void bury_stub_endsItsKeyForEveryone() throws Exception {
    Snapshot stub = deleted("o1");
    log.bury(stub);
    other.bury(stub);
    assertThat(other.get("o1")).isEmpty();
    assertThat(log.get("o1")).isEmpty();
    assertThat(log.due(Stage.DELETED, Instant.MAX, 1000)).doesNotContain(stub);
    Outcome<Snapshot> anew = log.write(Snapshots.queued(work("o1", "w2", 1, NOW)));
    assertThat(anew.won()).isTrue();
    try (GenerationLog fresh = GenerationLog.open(broker.address())) {
      assertThat(fresh.get("o1")).contains(anew.folded());
    }
  }

  @Test
  void bury_idUsedAnew_isRefusedAndTheWinnerIsAppendedAgain() throws Exception {
    Snapshot stub = deleted("p1");
    log.bury(stub);
    log.awaitEnd(Duration.ofSeconds(5));
    Snapshot anew = log.write(Snapshots.queued(work("p1", "w2", 1, NOW))).folded();
    other.bury(stub);
    assertThat(log.get("p1")).contains(anew);
    assertThat(other.get("p1")).contains(anew);
    // Queued, ended, stub, tombstone, queued, the late tombstone, and the winner again.
    try (RawReader raw = new RawReader(broker.address())) {
      List<byte[]> values = raw.readUntil("p1", 7, Duration.ofSeconds(20));
      assertThat(Snapshot.parseFrom(values.getLast())).isEqualTo(anew);
    }
  }

  @Test
  void list_byReasons_showsThoseThatFailedSo() {
    Snapshot queued = log.write(Snapshots.queued(work("q1"))).folded();
    log.write(Snapshots.failed(queued, "ATTEMPTS_EXHAUSTED", "5 attempts", NOW));
    queued = log.write(Snapshots.queued(work("q2"))).folded();
    log.write(Snapshots.failed(queued, "DEADLINE_EXCEEDED", "late", NOW));
    Selection selection = Selection.of(Set.of(), Set.of("ATTEMPTS_EXHAUSTED", "OTHER"));
    assertThat(ids(log.list(10, null, selection))).containsExactly("q1");
  }

  @Test
  void write_tooLarge_fails() {
    Snapshot.Builder huge = Snapshots.queued(work("m1")).toBuilder();
    huge.getGenerationBuilder().getRequestBuilder().setPrompt("x".repeat(2 << 20));
    assertThatThrownBy(() -> log.write(huge.build()))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("bytes");
  }

  @Test
  void create_again_changesNothingAndConfiguresGroups() throws Exception {
    try (Admin admin = Clients.admin(KafkaConnection.plaintext(broker.address()))) {
      Topics.create(admin, 1);
      String work = Topics.work("default", Priority.PRIORITY_BATCH);
      assertThat(work).isEqualTo("work.default.batch");
      ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, work);
      Map<ConfigResource, org.apache.kafka.clients.admin.Config> configs =
          admin.describeConfigs(List.of(group)).all().get();
      assertThat(configs.get(group).get("share.delivery.count.limit").value()).isEqualTo("25");
      assertThat(configs.get(group).get("share.partition.max.record.locks").value())
          .isEqualTo("10000");
      assertThat(configs.get(group).get("errors.deadletterqueue.topic.name").value())
          .isEqualTo(Topics.DEAD_LETTER);
    }
  }

  private Snapshot deleted(String id) {
    Snapshot queued = log.write(Snapshots.queued(work(id))).folded();
    Snapshot ended = log.write(Snapshots.cancelled(queued, NOW)).folded();
    Outcome<Snapshot> outcome = log.write(Snapshots.deleted(ended, NOW));
    assertThat(outcome.won()).isTrue();
    return outcome.folded();
  }

  private static Snapshot take(BlockingQueue<Snapshot> queue) throws InterruptedException {
    Snapshot snapshot = queue.poll(5, TimeUnit.SECONDS);
    assertThat(snapshot).isNotNull();
    return snapshot;
  }

  private static List<String> ids(Page page) {
    return page.snapshots().stream().map(GenerationLogIT::id).toList();
  }

  private static String id(Snapshot snapshot) {
    return snapshot.getGeneration().getId();
  }
}
