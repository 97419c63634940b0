package dev.langevin.gateway.openai;

import com.google.gson.JsonObject;
import dev.langevin.gateway.Api;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.http.Request;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import java.nio.charset.StandardCharsets;

/**
 * Makes pictures and waits for them. A client that hangs up meanwhile has nobody else who knows of
 * the job, so that it is cancelled, unless it has an Idempotency-Key under which to ask again.
 *
 * @param nearestSizes whether the nearest size stands in for one that the model can't
 */
record ImageHandler(Api api, Names names, boolean nearestSizes) {
  void handle(Request request, Reply reply) throws InterruptedException {
    ImagesRequest asked = ImagesRequest.read(request.body(), names, nearestSizes);
    String key = request.header("idempotency-key").orElse("");
    CreateGenerationRequest create =
        CreateGenerationRequest.newBuilder()
            .setGeneration(asked.generation())
            .setRequestId(key)
            .build();
    Generation job = api.create(request.caller(), create).getGeneration();
    try {
      if (asked.stream()) {
        new ImageStream(api, request.caller(), reply, asked).run(job.getId());
      } else {
        whole(request, reply, asked, Ends.await(api, request.caller(), job.getId()));
      }
    } catch (InterruptedException e) {
      if (reply.gone() && key.isEmpty()) {
        cancel(request.caller(), job.getId());
      }
      throw e;
    }
  }

  /** Answers picture by picture, so that one alone is in memory. */
  private void whole(Request request, Reply reply, ImagesRequest asked, Generation job)
      throws InterruptedException {
    Ends.requireSuccess(job, reply);
    StringBuilder head = new StringBuilder();
    JsonObject common = Pictures.common(job, asked.warnings());
    common.addProperty("created", Pictures.created(job));
    String text = common.toString();
    head.append(text, 0, text.length() - 1).append(",\"data\":[");
    for (Artifact artifact : job.getArtifactsList()) {
      JsonObject picture = new JsonObject();
      if (asked.base64()) {
        picture.addProperty("b64_json", Ends.base64(api, artifact));
      } else {
        picture.addProperty("url", request.base() + "/v1/artifacts/" + artifact.getName());
      }
      picture.addProperty("seed", Integer.toUnsignedLong(artifact.getSeed()));
      if (artifact.getIndex() == 0) {
        reply.begin(200, Reply.JSON, -1);
      } else {
        head.append(',');
      }
      head.append(picture);
      write(reply, head);
    }
    write(reply, head.append("]}"));
    reply.end();
  }

  private static void write(Reply reply, StringBuilder text) throws InterruptedException {
    reply.write(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
  }

  private void cancel(Caller caller, String id) {
    try {
      api.cancel(caller, CancelGenerationRequest.newBuilder().setId(id).build());
    } catch (GatewayException e) {
      return; // it has ended meanwhile
    }
  }
}
