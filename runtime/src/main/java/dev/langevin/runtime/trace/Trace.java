package dev.langevin.runtime.trace;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A place in a job's trace, under which spans are put; nothing where there is no trace. */
public final class Trace {
  /** The name of the header that carries it: W3C Trace Context, level 1, section 3.2. */
  public static final String HEADER = "traceparent";

  private static final Trace NONE = new Trace(Context.root());

  private static final byte[] NO_BYTES = {};

  private static final Epoch EPOCH = new Epoch(System::nanoTime, InstantSource.system());

  private static final TextMapGetter<String> THE_HEADER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String value) {
          return List.of(HEADER);
        }

        @Override
        public String get(String value, String key) {
          return key.equals(HEADER) ? value : null;
        }
      };

  private final Context context;

  private Trace(Context context) {
    this.context = context;
  }

  /** No trace; nothing is recorded under it but what is begun as a {@link #root}. */
  public static Trace none() {
    return NONE;
  }

  /** Under the span that this thread is in. */
  public static Trace current() {
    return Tracing.tracer() == null ? NONE : new Trace(Context.current());
  }

  /**
   * Under the span that a header names; none if it is null or names none.
   *
   * @param header as another process got it from {@link #header}
   */
  public static Trace of(String header) {
    if (Tracing.tracer() == null || header == null) {
      return NONE;
    }
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), header, THE_HEADER);
    return context == Context.root() ? NONE : new Trace(context);
  }

  /** What names this place to other processes; null where there is nothing to name. */
  public String header() {
    SpanContext span = Span.fromContext(context).getSpanContext();
    return span.isValid()
        ? "00-%s-%s-%s".formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex())
        : null;
  }

  /** The id of the trace, 32 hexadecimal digits, if what is put under here is recorded. */
  public Optional<String> recorded() {
    SpanContext span = Span.fromContext(context).getSpanContext();
    return span.isSampled() ? Optional.of(span.getTraceId()) : Optional.empty();
  }

  /** Whether what is put under here is recorded. */
  public boolean isRecorded() {
    return context != Context.root() && Span.fromContext(context).getSpanContext().isSampled();
  }

  /** What names the span here to others who know its trace: 8 bytes; none if it isn't recorded. */
  public byte[] span() {
    SpanContext span = Span.fromContext(context).getSpanContext();
    return span.isSampled() ? span.getSpanIdBytes() : NO_BYTES;
  }

  /**
   * Under another span of this trace.
   *
   * @param span as another process got it from {@link #span}; anything else leaves the place as it
   *     is
   */
  public Trace under(ByteString span) {
    SpanContext here = Span.fromContext(context).getSpanContext();
    if (span.size() != SpanId.getLength() / 2 || !here.isValid()) {
      return this;
    }
    SpanContext there =
        SpanContext.createFromRemoteParent(
            here.getTraceId(),
            SpanId.fromBytes(span.toByteArray()),
            here.getTraceFlags(),
            here.getTraceState());
    return there.isValid() ? new Trace(context.with(Span.wrap(there))) : this;
  }

  /** Begins a span, in which this thread is until it is closed. */
  public TraceSpan begin(String name) {
    SpanBuilder builder = builder(name);
    return builder == null
        ? TraceSpan.NOTHING
        : TraceSpan.current(builder.startSpan(), context, EPOCH.offset());
  }

  /**
   * The same, and where there is no trace, the first span of a new one. For what begins a job
   * alone: whether that is recorded is decided here, with this process's share, and nowhere else.
   */
  public TraceSpan root(String name) {
    Tracer tracer = Tracing.tracer();
    return tracer == null
        ? TraceSpan.NOTHING
        : TraceSpan.current(
            tracer.spanBuilder(name).setParent(context).startSpan(), context, EPOCH.offset());
  }

  /** Does something within a span of its own. */
  public void run(String name, Runnable work) {
    in(
        name,
        () -> {
          work.run();
          return name;
        });
  }

  /** Does something within a span of its own, and returns what came of it. */
  public <T> T in(String name, Supplier<T> work) {
    try (TraceSpan span = begin(name)) {
      return span.failing(work);
    }
  }

  /**
   * A span that began before, in which no thread is.
   *
   * @param nanos when, as {@link System#nanoTime}
   */
  public TraceSpan since(String name, long nanos) {
    return since(name, nanos, EPOCH.offset());
  }

  /** The same, by the time that clocks tell, which another process may have read. */
  public TraceSpan since(String name, Instant time) {
    long offset = EPOCH.offset();
    return since(name, Epoch.nanos(time) - offset, offset);
  }

  /** Does something here, on whatever thread. */
  public Runnable wrap(Runnable task) {
    return context == Context.root() ? task : context.wrap(task);
  }

  /** Does something here, on whatever thread. */
  public <T> Callable<T> wrapCall(Callable<T> task) {
    return context == Context.root() ? task : context.wrap(task);
  }

  private TraceSpan since(String name, long nanos, long offset) {
    SpanBuilder builder = builder(name);
    return builder == null
        ? TraceSpan.NOTHING
        : TraceSpan.apart(builder.setStartTimestamp(nanos + offset, TimeUnit.NANOSECONDS), offset);
  }

  /** Null where there is no trace, or nobody wants any. */
  private SpanBuilder builder(String name) {
    Tracer tracer = Tracing.tracer();
    return tracer == null || !Span.fromContext(context).getSpanContext().isValid()
        ? null
        : tracer.spanBuilder(name).setParent(context);
  }
}
