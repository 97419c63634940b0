package dev.langevin.gateway.rest;

import dev.langevin.gateway.http.Reply;

/** An answer in pieces of unknown number. Until the first it may still be an error. */
final class Pieces {
  private static final int OK = 200;

  private final Reply reply;
  private final String type;
  private boolean begun;

  /**
   * @param type its media type
   */
  Pieces(Reply reply, String type) {
    this.reply = reply;
    this.type = type;
  }

  /** Sends the head now: the first piece may be long in coming. */
  void begin() throws InterruptedException {
    head();
    reply.head();
  }

  void write(byte[] piece) throws InterruptedException {
    if (!begun) {
      head();
    }
    reply.write(piece);
  }

  void end() throws InterruptedException {
    if (!begun) {
      head();
    }
    reply.end();
  }

  private void head() {
    begun = true;
    reply.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
    reply.begin(OK, type, -1);
  }
}
