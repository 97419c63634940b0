package dev.langevin.runtime.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.langevin.runtime.trace.Trace;
import java.time.Instant;

/**
 * One JSON object a line, whatever is logged: time, level, service, logger, thread, message, and
 * where there are such, the generation, the trace and the exception's trace. Long texts are cut, so
 * that what collects lines does not cut them in the midst of an object.
 */
public final class JsonLine extends LayoutBase<ILoggingEvent> {
  /** The most characters of a message. */
  static final int MESSAGE = 4_000;

  /** The most characters of an exception's trace. */
  static final int STACK = 8_000;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  @Override
  public String doLayout(ILoggingEvent event) {
    JsonObject line = new JsonObject();
    line.addProperty("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    line.addProperty("level", event.getLevel().toString());
    line.addProperty("service", LogSetup.service());
    line.addProperty("logger", cut(event.getLoggerName(), MESSAGE));
    line.addProperty("thread", cut(event.getThreadName(), MESSAGE));
    line.addProperty("message", cut(event.getFormattedMessage(), MESSAGE));
    String generation = event.getMDCPropertyMap().get(LogFields.GENERATION);
    if (generation != null) {
      line.addProperty("generation", cut(generation, MESSAGE));
    }
    Trace.current().recorded().ifPresent(id -> line.addProperty("trace_id", id));
    if (event.getThrowableProxy() != null) {
      line.addProperty("stack", cut(ThrowableProxyUtil.asString(event.getThrowableProxy()), STACK));
    }
    return GSON.toJson(line) + "\n";
  }

  /** At most so many characters, none of them half of one. */
  private static String cut(String text, int most) {
    String known = text == null ? "null" : text;
    if (known.length() <= most) {
      return whole(known);
    }
    int end = Character.isHighSurrogate(known.charAt(most - 1)) ? most - 1 : most;
    return "%s… (%,d more characters)"
        .formatted(whole(known.substring(0, end)), known.length() - end);
  }

  /** Halves of characters can't be written; what stands for what can't be read is put there. */
  private static String whole(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(
            point ->
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                    ? 0xfffd
                    : point)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }
}
