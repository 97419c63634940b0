package dev.langevin.gateway.http;

/**
 * A parameter of an operation, as the document lists it.
 *
 * @param name as it is written
 * @param place where it stands
 * @param schema its JSON schema, as JSON
 * @param description for a person
 */
public record Parameter(String name, Place place, String schema, String description) {
  /** The schema of any text. */
  public static final String TEXT = "{\"type\":\"string\"}";

  /** Where a parameter stands. */
  public enum Place {
    PATH,
    QUERY,
    HEADER
  }

  /** In the path, of which each name is required. */
  public static Parameter path(String name, String description) {
    return new Parameter(name, Place.PATH, TEXT, description);
  }

  /** Behind the question mark. */
  public static Parameter query(String name, String schema, String description) {
    return new Parameter(name, Place.QUERY, schema, description);
  }

  /** A header. */
  public static Parameter header(String name, String description) {
    return new Parameter(name, Place.HEADER, TEXT, description);
  }
}
