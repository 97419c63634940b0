package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PngWriter;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.image.Shrinking;
import dev.langevin.decoder.vae.Pixels;
import dev.langevin.decoder.vae.Planes;
import dev.langevin.internal.v1.PreviewRequest;
import dev.langevin.internal.v1.PreviewResponse;
import dev.langevin.runtime.model.store.Lease;
import dev.langevin.runtime.model.store.ModelStore;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Makes small pictures of jobs that still run. */
final class PreviewMaker {
  private final ModelStore<DecoderModel> models;

  /** Held by the one preview that is decoded: so many runs at most come before a picture's own. */
  private final Semaphore decoding = new Semaphore(1, true);

  PreviewMaker(ModelStore<DecoderModel> models) {
    this.models = models;
  }

  /** The preview, as a PNG file. */
  PreviewResponse make(PreviewRequest request) {
    Rgb picture = picture(request);
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

  private Rgb picture(PreviewRequest request) {
    if (request.getMethod() == PreviewRequest.Method.METHOD_PIXELS) {
      return Pixels.toRgb(Latents.pixels(request.getLatents()));
    }
    try (Lease<DecoderModel> lease = models.lease(request.getModel(), "")) {
      Planes latents = Latents.of(request.getLatents(), lease.model(), "the estimate");
      return switch (request.getMethod()) {
        case METHOD_DECODER -> decoded(lease.model(), latents);
        case METHOD_LINEAR, METHOD_UNSPECIFIED -> lease.model().preview(latents);
        case METHOD_PIXELS, UNRECOGNIZED ->
            throw DecoderException.invalid(
                "method", request.getMethodValue(), "LINEAR, DECODER or PIXELS");
      };
    }
  }

  private Rgb decoded(DecoderModel model, Planes latents) {
    decoding.acquireUninterruptibly();
    try {
      return model.decode(latents);
    } finally {
      decoding.release();
    }
  }
}
