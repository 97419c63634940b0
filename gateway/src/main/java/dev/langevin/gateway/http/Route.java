package dev.langevin.gateway.http;

import dev.langevin.gateway.identity.Scope;
import java.util.function.Predicate;

/**
 * A path and method of the API: what it does and what the document says of it.
 *
 * @param method in capitals; GET answers HEAD too
 * @param path names in braces stand for a segment
 * @param scope what a caller needs for it
 * @param operation for the document
 * @param errors how its errors are written
 * @param lasting whether a request goes on for as long as a job
 * @param handler what it does
 */
public record Route(
    String method,
    String path,
    Scope scope,
    Operation operation,
    ErrorForm errors,
    Predicate<Request> lasting,
    Handler handler) {
  /** One that is over soon. */
  public static Route brief(
      String method,
      String path,
      Scope scope,
      Operation operation,
      ErrorForm errors,
      Handler handler) {
    return new Route(method, path, scope, operation, errors, request -> false, handler);
  }
}
