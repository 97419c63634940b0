package dev.langevin.gateway.http;

/**
 * An answer that an operation may give, as the document lists it.
 *
 * @param status HTTP's
 * @param description for a person
 * @param type its media type; empty if it has no body
 * @param schema name of its schema among the document's components; of each line, where it is
 *     lines; empty for bytes
 */
public record Answer(int status, String description, String type, String schema) {
  /** JSON of a schema. */
  public static Answer json(int status, String description, String schema) {
    return new Answer(status, description, Reply.JSON, schema);
  }

  /** JSON of a schema, one value a line. */
  public static Answer lines(String description, String schema) {
    return new Answer(200, description, Reply.JSON_LINES, schema);
  }

  /** Server-sent events. */
  public static Answer events(String description) {
    return new Answer(200, description, EventStream.TYPE, "");
  }

  /** No body. */
  public static Answer empty(int status, String description) {
    return new Answer(status, description, "", "");
  }
}
