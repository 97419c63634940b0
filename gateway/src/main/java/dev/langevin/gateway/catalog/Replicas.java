package dev.langevin.gateway.catalog;

import com.google.common.util.concurrent.ListenableFuture;
import dev.langevin.internal.v1.Load;
import dev.langevin.runtime.grpc.ChannelSet;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.tls.Handshakes;
import io.grpc.Channel;
import io.grpc.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final ChannelSet channels;
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
      Peers peers,
      Clock clock,
      BiFunction<Question, Channel, ListenableFuture<A>> call) {
    this.service = service;
    this.clock = clock;
    this.call = call;
    this.channels = peers.channels();
  }

  /**
   * Asks all at once. What is returned waits for their answers, and names those that gave none,
   * with the reason.
   */
  Supplier<List<String>> ask(Question question) {
    Map<String, ListenableFuture<A>> calls = new LinkedHashMap<>();
    channels.now().forEach(link -> calls.put(link.name(), call.apply(question, link.channel())));
    return () -> take(calls);
  }

  /** What those answered last that there are now. */
  Answers<A> answers() {
    List<String> names = names();
    Map<String, A> given = new HashMap<>(answers);
    given.keySet().retainAll(names);
    return new Answers<>(service, names, Map.copyOf(given));
  }

  /** Each of them as it is known. */
  List<Member> members(Member.Service of, Function<A, Optional<Load>> load) {
    return names().stream()
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
    channels.close();
  }

  private List<String> names() {
    return channels.now().stream().map(ChannelSet.Link::name).toList();
  }

  private List<String> take(Map<String, ListenableFuture<A>> calls) {
    List<String> silent = new ArrayList<>();
    if (!channels.problem().isEmpty()) {
      silent.add("%s: %s".formatted(service, channels.problem()));
    }
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
    List<String> names = names();
    answers.keySet().retainAll(names);
    seen.keySet().retainAll(names);
    problems.keySet().retainAll(names);
    return silent;
  }

  /** What a replica says itself is worth reading; the rest is gRPC's addresses and times. */
  private static String why(Status status) {
    Optional<String> handshake = Handshakes.why(status.asException());
    if (handshake.isPresent()) {
      return status.getCode() + ": " + handshake.get();
    }
    return status.getCode() == Status.Code.INTERNAL
        ? status.getCode() + ": " + status.getDescription()
        : status.getCode().toString();
  }
}
