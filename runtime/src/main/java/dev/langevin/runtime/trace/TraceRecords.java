package dev.langevin.runtime.trace;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Carries traces over Kafka. */
public final class TraceRecords {
  private TraceRecords() {}

  /** Tells those who read the record where this thread is. */
  public static void tell(ProducerRecord<?, ?> record) {
    String header = Trace.current().header();
    if (header != null) {
      record.headers().add(Trace.HEADER, header.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Where the record's maker was. */
  public static Trace maker(ConsumerRecord<?, ?> record) {
    Header header = record.headers().lastHeader(Trace.HEADER);
    return header == null || header.value() == null
        ? Trace.none()
        : Trace.of(new String(header.value(), StandardCharsets.US_ASCII));
  }
}
