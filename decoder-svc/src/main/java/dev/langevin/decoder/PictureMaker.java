package dev.langevin.decoder;

import dev.langevin.decoder.image.PngWriter;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.store.ArtifactName;
import dev.langevin.decoder.store.ArtifactStore;
import dev.langevin.decoder.vae.Planes;
import dev.langevin.internal.v1.DecodeRequest;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.runtime.metrics.Count;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Spread;
import dev.langevin.runtime.model.store.Lease;
import dev.langevin.runtime.model.store.ModelStore;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Size;

/** Makes the file of a generation's image and stores it. */
final class PictureMaker {
  private static final String MEDIA_TYPE = "image/png";

  private static final Spread DECODED = Meters.ofProcess().spread(Meter.DECODE_SECONDS);
  private static final Count FILTERED = Meters.ofProcess().count(Meter.FILTERED_TOTAL, "picture");
  private static final Spread STORED = Meters.ofProcess().spread(Meter.STORE_SECONDS);

  private final ModelStore<DecoderModel> models;
  private final ArtifactStore store;
  private final PictureNotes notes;

  PictureMaker(ModelStore<DecoderModel> models, ArtifactStore store, PictureNotes notes) {
    this.models = models;
    this.store = store;
    this.notes = notes;
  }

  /** The stored picture; or that it was filtered, and nothing is stored. */
  DecodeResponse make(DecodeRequest decode) {
    GenerationRequest request = decode.getRequest();
    int index = decode.getIndex();
    requireComplete(decode);
    try (Lease<DecoderModel> lease = models.lease(request.getModel(), decode.getModelDigest())) {
      DecoderModel model = lease.model();
      Rgb picture = picture(decode, model);
      if (model.checks() && Trace.current().in("decoder.safety", () -> model.flags(picture))) {
        FILTERED.add();
        return DecodeResponse.newBuilder().setFiltered(true).setModelDigest(model.digest()).build();
      }
      byte[] file = Trace.current().in("decoder.file", () -> file(request, index, picture, model));
      ArtifactName name = ArtifactName.of(decode.getGenerationId(), index, file);
      long begun = System.nanoTime();
      Trace.current().run("decoder.store", () -> store.put(name, file));
      STORED.sawNanos(System.nanoTime() - begun, Trace.current());
      return DecodeResponse.newBuilder()
          .setArtifact(artifact(name, file.length, request.getSeed() + index))
          .setModelDigest(model.digest())
          .build();
    }
  }

  /** What is told of a stored file. */
  static Artifact artifact(ArtifactName name, int bytes, int seed) {
    return Artifact.newBuilder()
        .setName(name.toString())
        .setMediaType(MEDIA_TYPE)
        .setSizeBytes(bytes)
        .setSha256(name.sha256())
        .setSeed(seed)
        .setIndex(name.index())
        .build();
  }

  private static Rgb picture(DecodeRequest decode, DecoderModel model) {
    Planes latents = Latents.of(decode.getLatents(), model, "image " + decode.getIndex());
    requireSize(decode.getRequest().getSize(), latents, model.factor());
    long begun = System.nanoTime();
    Rgb picture = Trace.current().in("decoder.network", () -> model.decode(latents));
    DECODED.sawNanos(System.nanoTime() - begun, Trace.current());
    return picture;
  }

  private byte[] file(GenerationRequest request, int index, Rgb picture, DecoderModel model) {
    return PngWriter.write(picture, notes.of(request, index, model.digest()));
  }

  /** What the file must say so that the picture can be made again. */
  private static void requireComplete(DecodeRequest decode) {
    Names.requireId(decode.getGenerationId());
    GenerationRequest request = decode.getRequest();
    int count = request.hasCount() ? request.getCount() : 1;
    if (decode.getIndex() < 0 || decode.getIndex() >= count) {
      String index = Integer.toUnsignedString(decode.getIndex());
      throw DecoderException.invalid("index", index, "in 0..%d".formatted(count - 1));
    }
    require("seed", request.hasSeed());
    require("steps", request.hasSteps());
    require("guidance_scale", request.hasGuidanceScale());
    if (!Double.isFinite(request.getGuidanceScale())) {
      throw DecoderException.invalid(
          "request.guidance_scale", Double.toString(request.getGuidanceScale()), "finite");
    }
    require("sampler", !request.getSampler().isEmpty());
  }

  private static void require(String field, boolean present) {
    if (!present) {
      String allowed = "a value; the stored request has every default filled in";
      throw DecoderException.invalid("request." + field, "nothing", allowed);
    }
  }

  private static void requireSize(Size size, Planes latents, int factor) {
    int width = latents.width() * factor;
    int height = latents.height() * factor;
    if (size.getWidth() != width || size.getHeight() != height) {
      String given = size.getWidth() + "x" + size.getHeight();
      String allowed = "the %dx%d that the latents give".formatted(width, height);
      throw DecoderException.invalid("request.size", given, allowed);
    }
  }
}
