package dev.langevin.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OneLineTest {
  private final Logger logger =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("a.B");

  @Test
  void doLayout_ofAMessage_isOneLine() {
    LoggingEvent event =
        new LoggingEvent("x", logger, Level.WARN, "{} of {}", null, new Object[] {1, 2});
    assertThat(new OneLine().doLayout(event))
        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  B - 1 of 2\\R");
  }

  @Test
  void doLayout_ofAnException_addsItsTrace() {
    Exception cause = new IllegalStateException("why");
    LoggingEvent event = new LoggingEvent("x", logger, Level.ERROR, "failed", cause, null);
    assertThat(new OneLine().doLayout(event)).contains("ERROR B - failed", "why", "OneLineTest");
  }

  @Test
  void configure_quietsKafka() {
    assertThat(LoggerFactory.getLogger("org.apache.kafka.clients").isWarnEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger("dev.langevin").isInfoEnabled()).isTrue();
    assertThat(java.util.logging.Logger.getLogger("").getHandlers()).hasSize(1);
  }
}
