package dev.langevin.bench.scheduling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How servers do it that run a request's loop in one go: from one queue for all replicas, first
 * come first served, which is the best that can be had without knowing how long they take. The loop
 * runs where the network does, so nothing is lost between steps.
 *
 * @param batched whether a replica that comes free takes further requests of as many steps along,
 *     up to the cap, wherever they are in the queue; it waits for none
 */
record WholeRequests(boolean batched) implements Discipline {
  @Override
  public String label() {
    return batched ? "batches of requests" : "whole requests";
  }

  @Override
  public double capacity(Fleet fleet, Mix mix) {
    return batched ? fleet.batchedCapacity(mix) : fleet.soloCapacity(mix);
  }

  @Override
  public List<Served> serve(List<Request> requests, Fleet fleet, long seed) {
    PriorityQueue<Long> free = new PriorityQueue<>();
    for (int i = 0; i < fleet.replicas(); i++) {
      free.add(0L);
    }
    Deque<Request> coming = new ArrayDeque<>(requests);
    Deque<Request> queue = new ArrayDeque<>();
    List<Served> served = new ArrayList<>(requests.size());
    while (!coming.isEmpty() || !queue.isEmpty()) {
      long first = queue.isEmpty() ? coming.getFirst().arrival() : 0;
      long now = Math.max(free.remove(), first);
      while (!coming.isEmpty() && coming.getFirst().arrival() <= now) {
        queue.add(coming.remove());
      }
      List<Request> batch = take(queue, batched ? fleet.accelerator().cap() : 0);
      int rows = batch.stream().mapToInt(Request::rows).sum();
      long end = now + batch.getFirst().steps() * fleet.accelerator().nanos(rows);
      batch.forEach(request -> served.add(new Served(request, end)));
      free.add(end);
    }
    return served;
  }

  /** The first, and all that go with it. */
  private static List<Request> take(Deque<Request> queue, int cap) {
    Request first = queue.remove();
    List<Request> batch = new ArrayList<>(List.of(first));
    int room = cap - first.rows();
    Iterator<Request> others = queue.iterator();
    while (room > 0 && others.hasNext()) {
      Request other = others.next();
      if (other.steps() == first.steps() && other.rows() <= room) {
        batch.add(other);
        room -= other.rows();
        others.remove();
      }
    }
    return batch;
  }
}
