package dev.langevin.runtime.discovery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A resolver that a test controls. */
public final class FakeNames implements Lookup {
  private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();

  /** From now on, the name has these addresses; none if there are none. */
  public void set(String name, String... numbers) throws UnknownHostException {
    List<InetAddress> addresses = new java.util.ArrayList<>();
    for (String number : numbers) {
      addresses.add(InetAddress.getByName(number));
    }
    names.put(name, addresses);
  }

  @Override
  public List<InetAddress> addresses(String host) throws UnknownHostException {
    List<InetAddress> addresses = names.getOrDefault(host, List.of());
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return addresses;
  }
}
