package dev.langevin.client.retry;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Whether a call that failed is worth another try, and when. A server that was never there is a
 * typing error; one that was, or that says it is stopping, is waited for, and so is room in a full
 * queue.
 */
public final class Retries {
  /** How long a server that was there may stay away. */
  public static final Duration AWAY = Duration.ofMinutes(2);

  /** How long room is waited for. */
  public static final Duration FULL = Duration.ofMinutes(10);

  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private static final Metadata.Key<String> REASON =
      Metadata.Key.of("langevin-reason", Metadata.ASCII_STRING_MARSHALLER);

  /** Reasons of UNAVAILABLE that pass: the gateway stops, or has lost Kafka for the moment. */
  private static final Set<String> PASSING = Set.of("STOPPING", "LOG_UNAVAILABLE");

  /** The gateway cut us off, since we did not read; watching again tells what was missed. */
  private static final String TOO_SLOW = "READER_TOO_SLOW";

  /**
   * What to do next.
   *
   * @param pause how long to wait before
   * @param why a few words for the terminal
   */
  public record Next(Duration pause, String why) {}

  private final int servers;
  private final LongSupplier nanos;
  private final DoubleSupplier jitter;
  private boolean reached;
  private int failures;
  private long awaySince;
  private long fullSince;
  private boolean full;

  /**
   * @param servers how many there are to try in turn
   * @param nanos the time, as {@link System#nanoTime}
   * @param jitter from 0 to 1, so that many clients don't come back at once
   */
  public Retries(int servers, LongSupplier nanos, DoubleSupplier jitter) {
    this.servers = servers;
    this.nanos = nanos;
    this.jitter = jitter;
  }

  /** A server has answered. */
  public void reached() {
    reached = true;
    failures = 0;
    full = false;
  }

  /**
   * What to do after a failure; empty to give up.
   *
   * @param address of the server
   * @param replaceable whether a server can be started in its place
   */
  public Optional<Next> after(StatusRuntimeException failure, String address, boolean replaceable) {
    return switch (failure.getStatus().getCode()) {
      case RESOURCE_EXHAUSTED -> {
        Optional<Duration> delay = delay(failure);
        yield delay.isPresent()
            ? whenThereIsRoom(delay.get(), failure.getStatus().getDescription())
            : reason(failure).equals(TOO_SLOW) ? later(address, true) : Optional.empty();
      }
      // A server that stops ends its streams as cancelled.
      case UNAVAILABLE, CANCELLED ->
          later(address, reached || replaceable || PASSING.contains(reason(failure)));
      case OK,
          UNKNOWN,
          INVALID_ARGUMENT,
          DEADLINE_EXCEEDED,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          DATA_LOSS,
          UNAUTHENTICATED ->
          Optional.empty();
    };
  }

  private Optional<Next> later(String address, boolean patient) {
    failures++;
    if (failures == 1) {
      awaySince = nanos.getAsLong();
    }
    if (failures < servers) {
      // One that takes calls and loses them must not be asked without a pause.
      return Optional.of(
          reached
              ? new Next(SHORTEST, "lost the server at " + address + ", trying the next")
              : new Next(Duration.ZERO, "no server at " + address + ", trying the next"));
    }
    if (!patient || nanos.getAsLong() - awaySince > AWAY.toNanos()) {
      return Optional.empty();
    }
    int round = Math.min((failures - servers) / servers, 10);
    Duration pause = SHORTEST.multipliedBy(1L << round);
    return Optional.of(
        new Next(
            jittered(pause.compareTo(LONGEST) < 0 ? pause : LONGEST),
            "lost the server at " + address + ", trying again"));
  }

  private Optional<Next> whenThereIsRoom(Duration delay, String what) {
    if (!full) {
      full = true;
      fullSince = nanos.getAsLong();
    }
    if (nanos.getAsLong() - fullSince + delay.toNanos() > FULL.toNanos()) {
      return Optional.empty();
    }
    return Optional.of(new Next(jittered(delay), "waiting for room: " + what));
  }

  /** Up to a fifth more. */
  private Duration jittered(Duration pause) {
    return pause.plusNanos((long) (pause.toNanos() * 0.2 * jitter.getAsDouble()));
  }

  private static String reason(StatusRuntimeException failure) {
    Metadata trailers = failure.getTrailers();
    String reason = trailers == null ? null : trailers.get(REASON);
    return reason == null ? "" : reason;
  }

  private static Optional<Duration> delay(StatusRuntimeException failure) {
    Status whole = StatusProto.fromThrowable(failure);
    if (whole == null) {
      return Optional.empty();
    }
    try {
      for (var detail : whole.getDetailsList()) {
        if (detail.is(RetryInfo.class)) {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty(); // from something that is no gateway: as if it said nothing
    }
    return Optional.empty();
  }
}
