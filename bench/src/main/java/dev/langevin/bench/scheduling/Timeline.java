package dev.langevin.bench.scheduling;

import java.util.PriorityQueue;

/** Virtual time: what is to happen, in order; what happens at the same time, in the order said. */
final class Timeline {
  private record Event(long at, long number, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long number;

  /** In nanoseconds. */
  long now() {
    return now;
  }

  /** Something happens later, or now, after all that was said before. */
  void in(long nanos, Runnable what) {
    if (nanos < 0) {
      throw new IllegalArgumentException("in " + nanos + " ns: time does not go back");
    }
    events.add(new Event(now + nanos, number++, what));
  }

  /** Lets everything happen. */
  void run() {
    while (!events.isEmpty()) {
      Event event = events.remove();
      now = event.at();
      event.what().run();
    }
  }
}
