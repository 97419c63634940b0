package dev.langevin.gateway.edge;

import dev.langevin.gateway.http.Cors;
import dev.langevin.gateway.http.Hosts;
import dev.langevin.gateway.http.HttpRefusal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** Stands before everything that browsers may send: gRPC-Web and the routes. */
record OriginGate(Cors cors, Hosts hosts) {
  private static final int NO_CONTENT = 204;

  /** Whether the request may go on; if not, it is answered. */
  boolean passes(HttpServerRequest request, WebEdge routes) {
    String name = request.authority() == null ? null : request.authority().host();
    if (!hosts.takes(name)) {
      routes.refuse(request, HttpRefusal.host(name));
      return false;
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    put(request, cors.headers(origin));
    if (cors.refuses(origin, host(request))) {
      routes.refuse(request, HttpRefusal.origin(origin));
      return false;
    }
    if (request.method() == HttpMethod.OPTIONS
        && origin != null
        && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null) {
      put(request, cors.preflight(request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS)));
      request.response().setStatusCode(NO_CONTENT).end();
      return false;
    }
    return true;
  }

  private static String host(HttpServerRequest request) {
    return request.authority() == null ? null : request.authority().toString();
  }

  private static void put(HttpServerRequest request, Map<String, String> headers) {
    headers.forEach((name, value) -> request.response().putHeader(name, value));
  }
}
