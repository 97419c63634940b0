package dev.langevin.gateway.http;

import dev.langevin.gateway.Failure;
import java.nio.charset.StandardCharsets;

/**
 * An answer. Each write waits until the connection has taken it, and throws if the client leaves it
 * unread for too long.
 */
public interface Reply {
  /** The media type of JSON. */
  String JSON = "application/json";

  /** The media type of JSON values, one a line. */
  String JSON_LINES = "application/jsonl";

  /** Sets a header; before anything is sent. */
  Reply header(String name, String value);

  /** Sends a whole answer. */
  void send(int status, String type, byte[] body) throws InterruptedException;

  /** Sends JSON as a whole answer. */
  default void json(int status, String json) throws InterruptedException {
    send(status, JSON, json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Begins an answer in pieces; the first one brings the head.
   *
   * @param length bytes in all; -1 if it is not known
   */
  void begin(int status, String type, long length);

  /** Sends the head of an answer in pieces, where the first piece may be long in coming. */
  void head() throws InterruptedException;

  /** Sends a piece. */
  void write(byte[] piece) throws InterruptedException;

  /** Ends an answer in pieces. */
  void end() throws InterruptedException;

  /**
   * From now on sends this whenever nothing was sent for a while, so that what lies between does
   * not take the connection for dead.
   */
  void keepAlive(byte[] piece);

  /** Whether the client has hung up. */
  boolean gone();

  /** What the client is told of what broke the answer off; also why it was interrupted. */
  Failure told(Throwable why);
}
