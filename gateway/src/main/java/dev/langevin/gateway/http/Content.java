package dev.langevin.gateway.http;

import java.util.List;

/**
 * The body that an operation takes.
 *
 * @param types the media types that it may have, in UTF-8; empty if it takes no body
 * @param schema name of the schema of the JSON; of each line, where the body is a stream
 * @param limit bytes, at most
 * @param streamed whether the handler reads it while it comes, and does not find it whole
 */
public record Content(List<String> types, String schema, long limit, boolean streamed) {
  /** The most bytes of a body that is held whole. */
  public static final int WHOLE_LIMIT = 4 << 20;

  /** No body. */
  public static final Content NONE = new Content(List.of(), "", 0, false);

  /** JSON of a schema. */
  public static Content json(String schema) {
    return new Content(List.of(Reply.JSON), schema, WHOLE_LIMIT, false);
  }

  /** JSON of a schema, of more bytes than usual. */
  public static Content json(String schema, int limit) {
    return new Content(List.of(Reply.JSON), schema, limit, false);
  }

  /**
   * A file of JSON, one value a line, read while it comes.
   *
   * @param schema of a line
   */
  public static Content lines(String schema, long limit) {
    return new Content(
        List.of(Reply.JSON_LINES, "application/x-ndjson", "application/x-jsonlines"),
        schema,
        limit,
        true);
  }
}
