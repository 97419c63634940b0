package dev.langevin.runtime.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Time, level, class, message; and the trace of an exception on further lines. */
final class OneLine extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  @Override
  public String doLayout(ILoggingEvent event) {
    LocalTime time =
        LocalTime.ofInstant(Instant.ofEpochMilli(event.getTimeStamp()), ZoneId.systemDefault());
    String name = event.getLoggerName();
    StringBuilder line = new StringBuilder(TIME.format(time)).append(' ').append(event.getLevel());
    line.append(" ".repeat(Math.max(1, 6 - event.getLevel().toString().length())));
    line.append(name.substring(name.lastIndexOf('.') + 1)).append(" - ");
    line.append(event.getFormattedMessage()).append(System.lineSeparator());
    if (event.getThrowableProxy() != null) {
      line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line.toString();
  }
}
