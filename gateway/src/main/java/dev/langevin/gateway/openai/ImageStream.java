package dev.langevin.gateway.openai;

import com.google.gson.JsonObject;
import dev.langevin.gateway.Api;
import dev.langevin.gateway.Failure;
import dev.langevin.gateway.http.EventStream;
import dev.langevin.gateway.http.HttpStatus;
import dev.langevin.gateway.http.Reply;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Progress;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import java.util.Base64;

/** A job's previews and pictures as events. */
final class ImageStream {
  private static final String PARTIAL = "image_generation.partial_image";
  private static final String COMPLETED = "image_generation.completed";

  private final Api api;
  private final Caller caller;
  private final Reply reply;
  private final ImagesRequest asked;
  private final EventStream events;
  private Generation last = Generation.getDefaultInstance();
  private int partials;

  /** The step of the last preview. */
  private int shown;

  ImageStream(Api api, Caller caller, Reply reply, ImagesRequest asked) {
    this.api = api;
    this.caller = caller;
    this.reply = reply;
    this.asked = asked;
    this.events = new EventStream(reply);
  }

  /** Follows a job to its end. */
  void run(String id) throws InterruptedException {
    try {
      api.watch(caller, WatchGenerationRequest.newBuilder().setId(id).build(), this::saw);
      Ends.requireSuccess(last, reply);
      for (Artifact artifact : last.getArtifactsList()) {
        JsonObject event = event(COMPLETED, Ends.base64(api, artifact));
        event.addProperty("seed", Integer.toUnsignedLong(artifact.getSeed()));
        event.add("usage", Pictures.usage());
        events.send(COMPLETED, "", event.toString());
      }
      events.end();
    } catch (RuntimeException | InterruptedException e) {
      if (!events.begun() || reply.gone()) {
        throw e;
      }
      Failure failure = reply.told(e);
      JsonObject event = new JsonObject();
      event.addProperty("type", "error");
      event.add("error", OpenAiErrors.error(failure, HttpStatus.of(failure)));
      events.send("error", "", event.toString());
      events.end();
    }
  }

  private void saw(WatchGenerationResponse event) throws InterruptedException {
    if (event.hasGeneration()) {
      last = event.getGeneration();
      return;
    }
    Progress progress = event.getProgress();
    boolean news =
        progress.getPreviewStep() > shown && progress.getPreviewStep() < progress.getSteps();
    if (news && !progress.getPreview().isEmpty() && partials < asked.partialImages()) {
      shown = progress.getPreviewStep();
      JsonObject partial =
          event(PARTIAL, Base64.getEncoder().encodeToString(progress.getPreview().toByteArray()));
      partial.addProperty("partial_image_index", partials++);
      events.send(PARTIAL, "", partial.toString());
    }
  }

  private JsonObject event(String type, String base64) {
    JsonObject event = Pictures.common(last, asked.warnings());
    event.addProperty("type", type);
    event.addProperty("b64_json", base64);
    event.addProperty("created_at", Pictures.created(last));
    event.addProperty("quality", "auto");
    event.addProperty("background", "opaque");
    return event;
  }
}
