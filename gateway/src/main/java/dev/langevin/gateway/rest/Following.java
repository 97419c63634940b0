package dev.langevin.gateway.rest;

import dev.langevin.gateway.Failure;
import dev.langevin.gateway.http.EventStream;
import dev.langevin.gateway.http.HttpStatus;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;

/**
 * Follows something to its end as server-sent events. The last one has the id {@code end}: browsers
 * come back by themselves when a stream is over, and one that has seen the end is told with 204 to
 * stop.
 */
final class Following {
  private static final String END = "end";
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  private final EventStream events;
  private int count;

  private Following(EventStream events) {
    this.events = events;
  }

  /** What happens, up to the end. */
  interface Watch {
    void run(Following events) throws InterruptedException;
  }

  /**
   * Answers a request.
   *
   * @param find fails if there is nothing to follow; for a request that wants the head alone
   * @param watch sends the events
   */
  static void answer(Request request, Reply reply, Runnable find, Watch watch)
      throws InterruptedException {
    if (request.header("last-event-id").orElse("").equals(END)) {
      reply.send(NO_CONTENT, "", new byte[0]);
      return;
    }
    if (request.headOnly()) {
      find.run();
      reply.begin(OK, EventStream.TYPE, -1);
      reply.end();
      return;
    }
    EventStream events = new EventStream(reply);
    try {
      watch.run(new Following(events));
      events.end();
    } catch (RuntimeException | InterruptedException e) {
      if (!events.begun() || reply.gone()) {
        throw e;
      }
      tell(events, reply.told(e));
    }
  }

  /**
   * Sends an event under its number.
   *
   * @param last whether nothing comes after it
   */
  void send(String name, boolean last, String json) throws InterruptedException {
    count++;
    events.send(name, last ? END : Integer.toString(count), json);
  }

  /**
   * The stream can't go on: the gateway stops, the caller's key has ended, or it reads too slowly.
   */
  private static void tell(EventStream events, Failure failure) throws InterruptedException {
    events.send("error", "", new StatusJson().json(failure, HttpStatus.of(failure)));
    events.end();
  }
}
