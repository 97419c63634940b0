package dev.langevin.gateway.http;

import java.nio.charset.StandardCharsets;

/** Server-sent events, as the HTML standard has them. */
public final class EventStream {
  /** The media type. */
  public static final String TYPE = "text/event-stream";

  private static final byte[] COMMENT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  private final Reply reply;
  private boolean begun;

  /** A stream that its first event begins; until then the answer may be an error. */
  public EventStream(Reply reply) {
    this.reply = reply;
  }

  /**
   * Sends an event.
   *
   * @param name its type
   * @param id what a client that comes back names in {@code Last-Event-ID}; empty for none
   * @param json its data, on one line
   */
  public void send(String name, String id, String json) throws InterruptedException {
    boolean first = !begun;
    if (first) {
      begun = true;
      reply.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
      reply.begin(200, TYPE, -1);
    }
    String head = id.isEmpty() ? "" : "id: " + id + "\n";
    String text = head + "event: " + name + "\ndata: " + json + "\n\n";
    reply.write(text.getBytes(StandardCharsets.UTF_8));
    if (first) {
      reply.keepAlive(COMMENT);
    }
  }

  /** Whether an event was sent, so that an error has to be one too. */
  public boolean begun() {
    return begun;
  }

  /** Ends it. */
  public void end() throws InterruptedException {
    reply.end();
  }
}
