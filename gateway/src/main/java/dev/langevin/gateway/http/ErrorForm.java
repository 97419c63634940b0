package dev.langevin.gateway.http;

import dev.langevin.gateway.Failure;

/** How a family of routes writes its errors. */
@FunctionalInterface
public interface ErrorForm {
  /**
   * The body of an error, as JSON.
   *
   * @param status HTTP's, as {@link HttpStatus} maps the failure
   */
  String json(Failure failure, int status);
}
