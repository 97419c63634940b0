package dev.langevin.gateway.edge;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.http.BodyStream;
import dev.langevin.gateway.http.HttpRefusal;
import dev.langevin.gateway.http.Operation;
import dev.langevin.gateway.http.Parameter;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.runtime.config.Spelling;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Requests as routes see them, and what their heads are refused for.
 *
 * @param publicUrl where clients reach this server; empty to take their word for it
 */
record Requests(String publicUrl) {
  private static final byte[] NOTHING = {};
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /** What signs a caller in, which is done; nobody else has any use for it. */
  private static final Set<String> SECRET = Set.of("authorization", "x-api-key", "cookie");

  /** A request without its body. */
  Request head(
      HttpServerRequest request, Caller caller, Map<String, String> params, Operation operation) {
    Map<String, String> headers = new TreeMap<>();
    request
        .headers()
        .forEach(
            (name, value) ->
                headers.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b));
    headers.keySet().removeAll(SECRET);
    if (!operation.content().types().isEmpty()) {
      requireType(headers, operation.content().types());
    }
    requireRoom(headers, operation.content().limit());
    Map<String, List<String>> query = query(request);
    requireKnown(query, operation);
    return new Request(
        caller,
        request.method().name(),
        request.path(),
        params,
        query,
        headers,
        NOTHING,
        BodyStream.NONE,
        base(request));
  }

  /** With a body that is there. */
  static Request with(Request head, byte[] body) {
    return with(head, body, BodyStream.NONE);
  }

  /** With a body that is read while it comes. */
  static Request with(Request head, BodyStream stream) {
    return with(head, NOTHING, stream);
  }

  private static Request with(Request head, byte[] body, BodyStream stream) {
    return new Request(
        head.caller(),
        head.method(),
        head.path(),
        head.params(),
        head.query(),
        head.headers(),
        body,
        stream,
        head.base());
  }

  private static Map<String, List<String>> query(HttpServerRequest request) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    MultiMap params;
    try {
      params = request.params(false);
    } catch (IllegalArgumentException e) {
      throw GatewayException.invalid("query: it is not percent-encoded: " + e.getMessage());
    }
    params.names().forEach(name -> query.put(name, params.getAll(name)));
    return query;
  }

  private static void requireKnown(Map<String, List<String>> query, Operation operation) {
    List<String> known = operation.names(Parameter.Place.QUERY);
    for (String name : query.keySet()) {
      if (known.isEmpty()) {
        throw GatewayException.invalid(
            "%s: unknown parameter; there are none here".formatted(shown(name)));
      }
      if (known.stream().noneMatch(k -> k.equals(name) || camel(k).equals(name))) {
        throw GatewayException.invalid(
            "%s: unknown parameter; did you mean %s?"
                .formatted(shown(name), Spelling.nearest(shown(name), known)));
      }
    }
  }

  private static String shown(String name) {
    return RequestRules.shown(name);
  }

  /** As protobuf's JSON mapping writes a name. */
  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_")) {
      camel.append(
          camel.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }

  private static void requireType(Map<String, String> headers, List<String> allowed) {
    String type = headers.getOrDefault("content-type", "");
    String[] parts = type.toLowerCase(Locale.ROOT).split(";");
    boolean known = allowed.contains(parts[0].strip());
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      known &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
    }
    if (!known) {
      throw HttpRefusal.mediaType(
          "Content-Type",
          type.isEmpty() ? "none" : shown(type),
          String.join(" or ", allowed) + " in UTF-8");
    }
    String encoding = headers.getOrDefault("content-encoding", "identity");
    if (!encoding.strip().equalsIgnoreCase("identity")) {
      throw HttpRefusal.mediaType("Content-Encoding", shown(encoding), "identity");
    }
  }

  /** Before any of it comes. */
  private static void requireRoom(Map<String, String> headers, long limit) {
    String length = headers.getOrDefault("content-length", "0");
    if (limit > 0 && LENGTH.matcher(length).matches() && Long.parseLong(length) > limit) {
      throw HttpRefusal.tooLarge(limit);
    }
  }

  private String base(HttpServerRequest request) {
    if (!publicUrl.isEmpty()) {
      return publicUrl;
    }
    HostAndPort host = request.authority();
    return request.scheme()
        + "://"
        + (host == null
            ? request.localAddress().host() + ":" + request.localAddress().port()
            : host.toString());
  }
}
