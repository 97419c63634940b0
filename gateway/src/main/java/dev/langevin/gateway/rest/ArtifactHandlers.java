package dev.langevin.gateway.rest;

import dev.langevin.gateway.Api;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetArtifactResponse;
import java.util.List;
import java.util.Optional;

/** Artifacts as files: their names hold a digest of their bytes, so that caches keep them. */
record ArtifactHandlers(Api api) {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_MODIFIED = 304;
  private static final int ELSEWHERE = 307;

  /** All of it has been sent; nothing is wrong. */
  private static final class Done extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Done() {
      super(null, null, false, false);
    }
  }

  void get(Request request, Reply reply) throws InterruptedException {
    String name = request.param("id") + "/" + request.param("file");
    Artifact artifact = api.artifactNamed(request.caller(), name);
    if (asksForElsewhere(request)) {
      Optional<String> link = api.link(artifact);
      if (link.isPresent()) {
        reply.header("Location", link.get()).header("Cache-Control", "no-store");
        reply.send(ELSEWHERE, "", new byte[0]);
        return;
      }
    }
    String tag = "\"" + name.substring(name.lastIndexOf('-') + 1) + "\"";
    reply
        .header("ETag", tag)
        .header("Cache-Control", kept(request.caller()) + ", max-age=31536000, immutable")
        .header("Accept-Ranges", "bytes")
        .header("Content-Disposition", "inline; filename=\"%s\"".formatted(file(artifact)));
    if (request.header("if-none-match").filter(tags -> holds(tags, tag)).isPresent()) {
      reply.send(NOT_MODIFIED, "", new byte[0]);
      return;
    }
    long size = artifact.getSizeBytes();
    Optional<ByteRange> range = range(request, reply, tag, size);
    range.ifPresent(part -> reply.header("Content-Range", part.content(size)));
    reply.header("X-Content-Type-Options", "nosniff");
    reply.begin(
        range.isPresent() ? PARTIAL : OK,
        artifact.getMediaType().isEmpty() ? "application/octet-stream" : artifact.getMediaType(),
        range.map(ByteRange::length).orElse(size));
    if (!request.headOnly()) {
      send(request.caller(), name, range.orElse(new ByteRange(0, size - 1)), reply);
    }
    reply.end();
  }

  /** What lies between must not hand one caller's picture to another. */
  private static String kept(Caller caller) {
    return caller.anonymous() ? "public" : "private";
  }

  /** What is signed there is GET alone. */
  private static boolean asksForElsewhere(Request request) {
    List<String> asked = request.query().getOrDefault("redirect", List.of());
    for (String value : asked) {
      if (!value.equals("true") && !value.equals("false")) {
        throw GatewayException.invalid(
            "redirect: %s is not true or false".formatted(RequestRules.shown(value)));
      }
    }
    return asked.contains("true") && !request.headOnly();
  }

  private static Optional<ByteRange> range(Request request, Reply reply, String tag, long size) {
    boolean same = request.header("if-range").map(tag::equals).orElse(true);
    try {
      return request.header("range").filter(h -> same).flatMap(h -> ByteRange.of(h, size));
    } catch (GatewayException e) {
      reply.header("Content-Range", "bytes */" + size);
      throw e;
    }
  }

  /** Pieces come from the beginning; those before the range are dropped, those behind not read. */
  private void send(Caller caller, String name, ByteRange range, Reply reply)
      throws InterruptedException {
    long[] offset = {0};
    try {
      api.artifact(
          caller,
          GetArtifactRequest.newBuilder().setName(name).build(),
          (GetArtifactResponse piece) -> {
            byte[] part = range.cut(piece.getData().toByteArray(), offset[0]);
            offset[0] += piece.getData().size();
            if (part.length > 0) {
              reply.write(part);
            }
            if (offset[0] > range.last()) {
              throw new Done();
            }
          });
    } catch (Done e) {
      return;
    }
    throw GatewayException.storeUnavailable("%s ended after %d bytes".formatted(name, offset[0]));
  }

  private static boolean holds(String tags, String tag) {
    return tags.strip().equals("*")
        || List.of(tags.split(",")).stream()
            .map(String::strip)
            .anyMatch(t -> t.equals(tag) || t.equals("W/" + tag));
  }

  private static String file(Artifact artifact) {
    String name = artifact.getName();
    String type = artifact.getMediaType();
    return "%s-%d%s"
        .formatted(
            name.substring(0, name.indexOf('/')),
            artifact.getIndex(),
            type.startsWith("image/") ? "." + type.substring("image/".length()) : "");
  }
}
