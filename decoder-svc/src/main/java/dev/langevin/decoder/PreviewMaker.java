package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PngWriter;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.image.Shrinking;
import dev.langevin.decoder.vae.Pixels;
import dev.langevin.decoder.vae.Planes;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.runtime.metrics.Count;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.model.store.Lease;
import dev.langevin.runtime.model.store.ModelStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Makes small pictures of jobs that still run. */
final class PreviewMaker {
  private static final Count FILTERED = Meters.ofProcess().count(Meter.FILTERED_TOTAL, "preview");

  private final ModelStore<DecoderModel> models;

  /**
   * Held by the one preview that networks work on: so many runs at most come before a picture's
   * own.
   */
  private final Semaphore decoding = new Semaphore(1, true);

  PreviewMaker(ModelStore<DecoderModel> models) {
    this.models = models;
  }

  /**
   * The preview, as a PNG file; or that it was filtered. Each is checked by itself: an early one
   * that passes says nothing of the picture in the end.
   */
  PreviewResponse make(PreviewRequest request) {
    Optional<Rgb> made = picture(request);
    if (made.isEmpty()) {
      FILTERED.add();
      return PreviewResponse.newBuilder().setFiltered(true).build();
    }
    Rgb picture = made.get();
    int most = request.getMaxSide();
    Rgb small = most == 0 ? picture : Shrinking.toSide(picture, side(most));
    return PreviewResponse.newBuilder()
        .setPng(ByteString.copyFrom(PngWriter.write(small, Map.of())))
        .build();
  }

  /** A number of 2³¹ or more is no limit to any picture. */
  private static int side(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }

  /** Empty if it was flagged. */
  private Optional<Rgb> picture(PreviewRequest request) {
    if (request.getMethod() == PreviewRequest.Method.METHOD_PIXELS) {
      return Optional.of(Pixels.toRgb(Latents.pixels(request.getLatents())));
    }
    try (Lease<DecoderModel> lease = models.lease(request.getModel(), "")) {
      Planes latents = Latents.of(request.getLatents(), lease.model(), "the estimate");
      return switch (request.getMethod()) {
        case METHOD_DECODER ->
            inTurn(() -> unflagged(lease.model(), lease.model().decode(latents)));
        case METHOD_LINEAR, METHOD_UNSPECIFIED -> {
          Rgb preview = lease.model().preview(latents);
          yield lease.model().checks()
              ? inTurn(() -> unflagged(lease.model(), preview))
              : Optional.of(preview);
        }
        case METHOD_PIXELS, UNRECOGNIZED ->
            throw DecoderException.invalid(
                "method", request.getMethodValue(), "LINEAR, DECODER or PIXELS");
      };
    }
  }

  private static Optional<Rgb> unflagged(DecoderModel model, Rgb preview) {
    return model.checks() && model.flags(preview) ? Optional.empty() : Optional.of(preview);
  }

  private <T> T inTurn(Supplier<T> networks) {
    decoding.acquireUninterruptibly();
    try {
      return networks.get();
    } finally {
      decoding.release();
    }
  }
}
