package dev.langevin.gateway.http;

import dev.langevin.gateway.identity.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request.
 *
 * @param caller who sent it
 * @param method in capitals
 * @param path without query, as it came
 * @param params what stands in the path's braces
 * @param query parameters behind the question mark, decoded, in order
 * @param headers by name in lower case, without those that sign the caller in; values of one name
 *     are joined with commas
 * @param body empty if there was none, or if it is a stream
 * @param stream the body of a route that takes one while it comes
 * @param base where clients reach this server: scheme, host and port without a slash at the end
 */
public record Request(
    Caller caller,
    String method,
    String path,
    Map<String, String> params,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body,
    BodyStream stream,
    String base) {
  /** What stands in the path where the template says {@code {name}}. */
  public String param(String name) {
    String value = params.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the template has no {" + name + "}");
    }
    return value;
  }

  /** A header, by its name in any case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether only the head of the answer is wanted. */
  public boolean headOnly() {
    return method.equals("HEAD");
  }
}
