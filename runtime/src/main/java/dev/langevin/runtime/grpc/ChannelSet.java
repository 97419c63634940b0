package dev.langevin.runtime.grpc;

import dev.langevin.runtime.discovery.Discovery;
import dev.langevin.runtime.discovery.Endpoint;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A channel to each replica of a service, as they come and go. One that is no longer among them
 * gets no new calls; those that it has go on.
 */
public final class ChannelSet implements AutoCloseable {
  private final Discovery discovery;
  private final Transport transport;
  private final Set<ManagedChannel> drained = new LinkedHashSet<>();
  private volatile List<Link> now = List.of();
  private boolean closed;

  /**
   * A replica's channel.
   *
   * @param endpoint where it is
   * @param channel connects with the first call
   */
  public record Link(Endpoint endpoint, ManagedChannel channel) {
    /** The replica's name, for people. */
    public String name() {
      return endpoint.name();
    }
  }

  private ChannelSet(Discovery discovery, Transport transport) {
    this.discovery = discovery;
    this.transport = transport;
  }

  /**
   * Follows the replicas that are found.
   *
   * @param discovery closed by whoever started it
   */
  public static ChannelSet of(Discovery discovery, Transport transport) {
    ChannelSet set = new ChannelSet(discovery, transport);
    discovery.follow(set::change);
    return set;
  }

  /** Those that there are now, in the order that they were found in. */
  public List<Link> now() {
    return now;
  }

  /** Why there are none, or fewer than were named; empty if nothing is known to be wrong. */
  public String problem() {
    return discovery.problem();
  }

  private synchronized void change(List<Endpoint> endpoints) {
    if (closed) {
      return;
    }
    List<Link> next = new ArrayList<>();
    for (Link link : now) {
      if (endpoints.contains(link.endpoint())) {
        next.add(link);
      } else {
        drained.removeIf(ManagedChannel::isTerminated);
        drained.add(link.channel());
        Channels.drain(link.channel());
      }
    }
    for (Endpoint endpoint : endpoints) {
      if (next.stream().noneMatch(link -> link.endpoint().equals(endpoint))) {
        next.add(new Link(endpoint, Channels.open(endpoint, transport)));
      }
    }
    now = List.copyOf(next);
  }

  @Override
  public synchronized void close() {
    closed = true;
    List<ManagedChannel> all = new ArrayList<>(drained);
    now.forEach(link -> all.add(link.channel()));
    all.parallelStream().forEach(Channels::close);
  }
}
