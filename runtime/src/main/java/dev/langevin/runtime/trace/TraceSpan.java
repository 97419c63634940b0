package dev.langevin.runtime.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A stretch of a job's way. What is said about it has names that begin with {@code langevin.}. One
 * thread uses it.
 */
public final class TraceSpan implements AutoCloseable {
  /** Where nobody wants spans. */
  static final TraceSpan NOTHING = new TraceSpan(Span.getInvalid(), Scope.noop(), 0);

  private final Span span;
  private final Scope scope;
  private final long offset; // its own: it does not end before it began because a clock was set

  private TraceSpan(Span span, Scope scope, long offset) {
    this.span = span;
    this.scope = scope;
    this.offset = offset;
  }

  /**
   * @param offset from {@link System#nanoTime} to nanoseconds since 1970
   */
  static TraceSpan current(Span span, Context parent, long offset) {
    return new TraceSpan(span, parent.with(span).makeCurrent(), offset);
  }

  /**
   * @param offset likewise
   */
  static TraceSpan apart(SpanBuilder builder, long offset) {
    return new TraceSpan(builder.startSpan(), Scope.noop(), offset);
  }

  /** Says something about it. */
  public TraceSpan set(String name, String value) {
    span.setAttribute(name, value);
    return this;
  }

  /** Says something about it. */
  public TraceSpan set(String name, long value) {
    span.setAttribute(name, value);
    return this;
  }

  /** Says something about it. */
  public TraceSpan set(String name, double value) {
    span.setAttribute(name, value);
    return this;
  }

  /** Says that it did not go well. */
  public TraceSpan failed(String why) {
    span.setStatus(StatusCode.ERROR, why == null ? "" : why);
    return this;
  }

  /** Does something, and says so if it throws. */
  public <T> T failing(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      failed(e.getMessage());
      throw e;
    }
  }

  /** It ends now. */
  @Override
  public void close() {
    scope.close();
    span.end();
  }

  /**
   * It ended before.
   *
   * @param nanos when, as {@link System#nanoTime}
   */
  public void closeAt(long nanos) {
    scope.close();
    span.end(nanos + offset, TimeUnit.NANOSECONDS);
  }
}
