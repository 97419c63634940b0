package dev.langevin.gateway.catalog;

import com.google.common.util.concurrent.ListenableFuture;
import dev.langevin.internal.v1.Load;
import dev.langevin.runtime.grpc.Channels;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The replicas of one service, and the last answer of each: one that is away for a moment takes
 * nothing back.
 *
 * @param <A> an answer
 */
final class Replicas<A> implements AutoCloseable {
  private final String service;
  private final Clock clock;
  private final Map<String, ManagedChannel> channels = new LinkedHashMap<>();
  private final Map<String, A> answers = new ConcurrentHashMap<>();
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();
  private final Map<String, String> problems = new ConcurrentHashMap<>();
  private final BiFunction<Question, Channel, ListenableFuture<A>> call;

  /**
   * @param service its name, for messages
   * @param clock for when they were seen
   * @param call asks one of them
   */
  Replicas(
      String service,
      List<String> addresses,
      Clock clock,
      BiFunction<Question, Channel, ListenableFuture<A>> call) {
    this.service = service;
    this.clock = clock;
    this.call = call;
    addresses.forEach(address -> channels.put(address, Channels.open(address)));
  }

  /**
   * Asks all at once. What is returned waits for their answers, and names those that gave none,
   * with the reason.
   */
  Supplier<List<String>> ask(Question question) {
    Map<String, ListenableFuture<A>> calls = new LinkedHashMap<>();
    channels.forEach((address, channel) -> calls.put(address, call.apply(question, channel)));
    return () -> take(calls);
  }

  /** What they answered last. */
  Answers<A> answers() {
    return new Answers<>(service, List.copyOf(channels.keySet()), Map.copyOf(answers));
  }

  /** Each of them as it is known. */
  List<Member> members(Member.Service of, Function<A, Optional<Load>> load) {
    return channels.keySet().stream()
        .map(
            address ->
                new Member(
                    of,
                    address,
                    Optional.ofNullable(seen.get(address)),
                    problems.getOrDefault(address, ""),
                    Optional.ofNullable(answers.get(address)).flatMap(load)))
        .toList();
  }

  @Override
  public void close() {
    channels.values().forEach(Channels::close);
  }

  private List<String> take(Map<String, ListenableFuture<A>> calls) {
    List<String> silent = new ArrayList<>();
    calls.forEach(
        (address, call) -> {
          try {
            answers.put(address, call.get());
            seen.put(address, clock.instant());
            problems.remove(address);
          } catch (ExecutionException e) {
            String why = why(Status.fromThrowable(e));
            problems.put(address, why);
            silent.add("%s %s: %s".formatted(service, address, why));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            silent.add("%s %s: the gateway is stopping".formatted(service, address));
          }
        });
    return silent;
  }

  /** What a replica says itself is worth reading; the rest is gRPC's addresses and times. */
  private static String why(Status status) {
    return status.getCode() == Status.Code.INTERNAL
        ? status.getCode() + ": " + status.getDescription()
        : status.getCode().toString();
  }
}
