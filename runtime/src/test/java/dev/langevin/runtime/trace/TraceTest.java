package dev.langevin.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TraceTest {
  private static final String HEADER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final Kept kept = new Kept();

  @Test
  void begin_noExporter_isNothingAndTellsNobody() {
    try (TraceSpan span = Trace.current().begin("job")) {
      assertThat(span).isSameAs(TraceSpan.NOTHING);
      assertThat(Trace.current()).isSameAs(Trace.none());
      assertThat(Trace.current().header()).isNull();
    }
    Runnable task = () -> {};
    assertThat(Trace.current().wrap(task)).isSameAs(task);
  }

  @Test
  void in_withinASpan_isItsChild() {
    traced(() -> root("job", () -> Trace.current().run("step", () -> {})));

    assertThat(kept.named("step").getParentSpanId()).isEqualTo(kept.named("job").getSpanId());
    assertThat(kept.named("step").getTraceId()).isEqualTo(kept.named("job").getTraceId());
    assertThat(kept.named("job").getParentSpanContext().isValid()).isFalse();
  }

  @Test
  void of_headerOfAnotherProcess_goesOnThere() {
    traced(
        () -> {
          String[] header = {null};
          root("create", () -> header[0] = Trace.current().header());
          Trace.of(header[0]).run("job", () -> {});
        });

    assertThat(kept.named("job").getParentSpanId()).isEqualTo(kept.named("create").getSpanId());
  }

  @Test
  void of_headerThatIsNone_beginsANewTrace() {
    traced(
        () -> {
          for (String header : new String[] {null, "", "00-x", "00-" + "0".repeat(32) + "-1-01"}) {
            assertThat(Trace.of(header)).as(header).isSameAs(Trace.none());
          }
        });
  }

  /** Or each process would decide what is recorded, with a share of its own. */
  @Test
  void begin_whereThereIsNoTrace_beginsNone() {
    traced(
        () -> {
          Trace.none().begin("begun").close();
          Trace.none().run("run", () -> {});
          Trace.none().since("since", 0).close();
          assertThat(Trace.none().in("in", () -> Trace.current().header())).isNull();
        });

    assertThat(kept.all()).isEmpty();
  }

  @Test
  void root_withinATrace_isAPartOfIt() {
    traced(() -> root("client", () -> root("create", () -> {})));

    assertThat(kept.named("create").getParentSpanId()).isEqualTo(kept.named("client").getSpanId());
  }

  @Test
  void since_momentsOfEitherClock_areNanosecondsSince1970() {
    Instant now = Instant.now();
    long nanos = System.nanoTime();
    traced(
        () -> {
          Trace trace = Trace.of(HEADER);
          trace.since("run", nanos - 5_000_000).closeAt(nanos - 2_000_000);
          trace.since("queue", now.minusMillis(7)).close();
        });
    SpanData run = kept.named("run");
    long queue = kept.named("queue").getStartEpochNanos();

    assertThat(run.getEndEpochNanos() - run.getStartEpochNanos()).isEqualTo(3_000_000);
    assertThat(queue).isEqualTo(now.getEpochSecond() * 1_000_000_000 + now.getNano() - 7_000_000);
    assertThat(run.getStartEpochNanos() - queue).isBetween(0L, 1_000_000_000L);
  }

  @Test
  void in_workThatThrows_saysSo() {
    traced(() -> assertThatThrownBy(() -> root("encode", TraceTest::refuse)).hasMessage("no"));

    assertThat(kept.named("encode").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(kept.named("encode").getStatus().getDescription()).isEqualTo("no");
  }

  @Test
  void wrap_anotherThread_isInTheSameTrace() {
    traced(
        () ->
            root(
                "job",
                () -> {
                  Trace here = Trace.current();
                  Callable<Boolean> call = here.wrapCall(() -> inJob("call"));
                  join(here.wrap(() -> inJob("task")));
                  join(new FutureTask<>(call));
                }));
    String job = kept.named("job").getSpanId();

    assertThat(kept.named("task").getParentSpanId()).isEqualTo(job);
    assertThat(kept.named("call").getParentSpanId()).isEqualTo(job);
  }

  @Test
  void records_carryTheTraceOfWhoMadeThem() {
    var record = new ProducerRecord<>("work", "id", new byte[0]);
    traced(
        () -> {
          root("create", () -> TraceRecords.tell(record));
          TraceRecords.maker(delivered(record)).run("job", () -> {});
        });

    assertThat(kept.named("job").getParentSpanId()).isEqualTo(kept.named("create").getSpanId());
  }

  @Test
  void records_madeWhereNobodyTraces_haveNoHeader() {
    var record = new ProducerRecord<>("work", "id", new byte[0]);
    TraceRecords.tell(record);

    assertThat(record.headers()).isEmpty();
    assertThat(TraceRecords.maker(delivered(record))).isSameAs(Trace.none());
  }

  private void traced(Runnable work) {
    Tracing tracing = Tracing.start("test", kept);
    try {
      work.run();
    } finally {
      tracing.close();
    }
  }

  private static void root(String name, Runnable work) {
    try (TraceSpan span = Trace.current().root(name)) {
      span.failing(
          () -> {
            work.run();
            return name;
          });
    }
  }

  private static boolean inJob(String name) {
    Trace.current().run(name, () -> {});
    return true;
  }

  private static void refuse() {
    throw new IllegalStateException("no");
  }

  private static void join(Runnable task) {
    try {
      Thread.ofVirtual().start(task).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConsumerRecord<String, byte[]> delivered(ProducerRecord<String, byte[]> record) {
    return new ConsumerRecord<>(
        "work",
        0,
        0,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        record.key(),
        record.value(),
        new RecordHeaders(record.headers()),
        Optional.empty());
  }
}
