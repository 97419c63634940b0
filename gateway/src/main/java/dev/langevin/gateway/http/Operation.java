package dev.langevin.gateway.http;

import java.util.List;

/**
 * What the document says of a route.
 *
 * @param id unique, in lowerCamelCase
 * @param tag the group it belongs to
 * @param summary one line
 * @param parameters those that it reads; others in the query are refused
 * @param content the body that it takes
 * @param answers those that are no errors
 * @param errorSchema name of the schema of its errors
 */
public record Operation(
    String id,
    String tag,
    String summary,
    List<Parameter> parameters,
    Content content,
    List<Answer> answers,
    String errorSchema) {
  /**
   * One that takes JSON, or nothing.
   *
   * @param body name of the schema of its JSON body; empty if it takes none
   */
  public Operation(
      String id,
      String tag,
      String summary,
      List<Parameter> parameters,
      String body,
      List<Answer> answers,
      String errorSchema) {
    this(
        id,
        tag,
        summary,
        parameters,
        body.isEmpty() ? Content.NONE : Content.json(body),
        answers,
        errorSchema);
  }

  /** The names of the parameters at a place. */
  public List<String> names(Parameter.Place place) {
    return parameters.stream().filter(p -> p.place() == place).map(Parameter::name).toList();
  }
}
