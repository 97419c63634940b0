package dev.langevin.runtime.discovery;

import dev.langevin.runtime.lifecycle.Rounds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replicas of a service: each address as written is one, and so is each that a name has, which
 * is looked up again and again. A name that has none at present, or can't be looked up, keeps those
 * that it had: a resolver that is away takes no replica away.
 */
public final class Discovery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

  /** How often names are looked up. */
  public static final Duration OFTEN = Duration.ofSeconds(5);

  /** Until a name has been found for the first time. */
  private static final Duration SOON = Duration.ofMillis(500);

  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|\\[.*]|in-process");

  private final List<String> written;
  private final Lookup lookup;
  private final Map<String, List<Endpoint>> found = new LinkedHashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();
  private final List<Consumer<List<Endpoint>>> followers = new CopyOnWriteArrayList<>();
  private final Rounds rounds;
  private volatile List<Endpoint> now = List.of();
  private volatile String problem = "";

  /** So that an older answer never replaces a newer one. */
  private final ReentrantLock looking = new ReentrantLock();

  private boolean complete;
  private int skipped;

  private Discovery(List<String> written, Lookup lookup, Duration often) {
    this.written = List.copyOf(written);
    this.lookup = lookup;
    for (String address : this.written) {
      if (named(address)) {
        found.put(address, List.of());
        problems.put(address, "%s is being looked up".formatted(address));
      } else {
        found.put(address, List.of(Endpoint.of(address)));
      }
    }
    gather();
    complete = found.values().stream().noneMatch(List::isEmpty);
    Duration pause = often.compareTo(SOON) < 0 ? often : SOON;
    int rests = (int) Math.max(1, often.dividedBy(pause));
    rounds =
        this.written.stream().anyMatch(Discovery::named)
            ? Rounds.start("discovery", pause, () -> round(rests))
            : null;
  }

  /**
   * Begins to look up what is a name.
   *
   * @param addresses {@code host:port} each
   */
  public static Discovery start(List<String> addresses) {
    return start(addresses, Lookup.system(), OFTEN);
  }

  /** The same with another resolver, which is asked as often as this. */
  public static Discovery start(List<String> addresses, Lookup lookup, Duration often) {
    return new Discovery(addresses, lookup, often);
  }

  /** Those that are known, in the order that they were written in. */
  public List<Endpoint> now() {
    return now;
  }

  /** Which names have not been found, and why; empty if all have been. */
  public String problem() {
    return problem;
  }

  /** Tells the follower which there are: at once, and whenever that changes. */
  public synchronized void follow(Consumer<List<Endpoint>> follower) {
    followers.add(follower);
    follower.accept(now);
  }

  @Override
  public void close() {
    if (rounds != null) {
      rounds.close();
    }
  }

  private static boolean named(String address) {
    return !NUMERIC.matcher(address.substring(0, address.lastIndexOf(':'))).matches();
  }

  /** Until each name has been found, every round looks; then only some do. */
  private void round(int rests) {
    if (complete && ++skipped < rests) {
      return;
    }
    skipped = 0;
    look();
  }

  /** Looks the names up once. */
  void look() {
    looking.lock();
    try {
      written.stream().filter(Discovery::named).forEach(this::look);
      synchronized (this) {
        complete = found.values().stream().noneMatch(List::isEmpty);
        if (gather()) {
          followers.forEach(this::tell);
        }
      }
    } finally {
      looking.unlock();
    }
  }

  /** One that fails must not keep it from the others. */
  private void tell(Consumer<List<Endpoint>> follower) {
    try {
      follower.accept(now);
    } catch (RuntimeException e) {
      LOG.error("{}: who follows the replicas failed", String.join(",", written), e);
    }
  }

  private void look(String address) {
    String host = address.substring(0, address.lastIndexOf(':'));
    try {
      List<Endpoint> endpoints = endpoints(address, lookup.addresses(host));
      synchronized (this) {
        found.put(address, endpoints);
        problems.remove(address);
      }
    } catch (UnknownHostException e) {
      synchronized (this) {
        String none = "%s has no address".formatted(host);
        if (!none.equals(problems.put(address, none))) {
          LOG.warn("{} can't be found: {}", address, e.getMessage());
        }
      }
    }
  }

  /** A replica with addresses of both families is one: so those of the first family count. */
  private static List<Endpoint> endpoints(String written, List<InetAddress> addresses) {
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    for (InetAddress address : addresses) {
      if (address.getClass() == addresses.getFirst().getClass()) {
        endpoints.add(Endpoint.of(written, address));
      }
    }
    return List.copyOf(endpoints);
  }

  /** Whether there are others than before; where resolvers shuffle, the order stays. */
  private synchronized boolean gather() {
    Set<Endpoint> all = new LinkedHashSet<>();
    found.values().forEach(all::addAll);
    problem = String.join(", ", problems.values());
    if (all.equals(Set.copyOf(now))) {
      return false;
    }
    List<Endpoint> next = new ArrayList<>(now);
    next.removeIf(endpoint -> !all.contains(endpoint));
    all.stream().filter(endpoint -> !now.contains(endpoint)).forEach(next::add);
    if (rounds != null) {
      String names = String.join(", ", next.stream().map(Endpoint::name).toList());
      LOG.info("{}: the replicas are {}", String.join(",", written), names);
    }
    now = List.copyOf(next);
    return true;
  }
}
