package dev.langevin.decoder;

import com.google.protobuf.ByteString;
import dev.langevin.decoder.image.PictureReader;
import dev.langevin.decoder.image.PngWriter;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.image.Sheet;
import dev.langevin.decoder.image.UnreadableImageException;
import dev.langevin.decoder.store.ArtifactName;
import dev.langevin.decoder.store.ArtifactStore;
import dev.langevin.internal.v1.FilmFrame;
import dev.langevin.internal.v1.StoreFilmStripRequest;
import dev.langevin.internal.v1.StoreFilmStripResponse;
import dev.langevin.v1.Size;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Puts previews of a job into one picture, and stores it. */
final class FilmStripMaker {
  /** Frames of a strip. */
  private static final int MOST = 32;

  /** Pixels of a frame's longer side. */
  private static final int MAX_SIDE = 256;

  private static final int MAX_INDEX = 9999;

  /** Strips that are made at a time. */
  private static final int AT_ONCE = 2;

  private final ArtifactStore store;

  /** Held by the strips that are made: the largest takes tens of megabytes. */
  private final Semaphore making = new Semaphore(AT_ONCE, true);

  FilmStripMaker(ArtifactStore store) {
    this.store = store;
  }

  /** The stored strip. */
  StoreFilmStripResponse make(StoreFilmStripRequest request) {
    check(request);
    making.acquireUninterruptibly();
    try {
      if (Context.current().isCancelled()) {
        throw DecoderException.cancelled(); // and asks another by now
      }
      Rgb first = read(request.getFrames(0).getEstimate(), "frames[0].estimate");
      byte[] file = PngWriter.write(strip(request.getFramesList(), first), Map.of());
      ArtifactName name = ArtifactName.of(request.getGenerationId(), request.getIndex(), file);
      store.put(name, file);
      return StoreFilmStripResponse.newBuilder()
          .setArtifact(PictureMaker.artifact(name, file.length, request.getSeed()))
          .setFrame(Size.newBuilder().setWidth(first.width()).setHeight(first.height()))
          .build();
    } finally {
      making.release();
    }
  }

  private static void check(StoreFilmStripRequest request) {
    Names.requireId(request.getGenerationId());
    if (request.getIndex() < 0 || request.getIndex() > MAX_INDEX) {
      String index = Integer.toUnsignedString(request.getIndex());
      throw DecoderException.invalid("index", index, "in 0..%d".formatted(MAX_INDEX));
    }
    int count = request.getFramesCount();
    if (count < 1 || count > MOST) {
      throw DecoderException.invalid("frames", count + " of them", "1 to " + MOST);
    }
    long noisy = request.getFramesList().stream().filter(f -> !f.getNoisy().isEmpty()).count();
    if (noisy != 0 && noisy != count) {
      String given = "in %d of %d".formatted(noisy, count);
      throw DecoderException.invalid("frames[].noisy", given, "in all frames or in none");
    }
  }

  private static Rgb strip(List<FilmFrame> frames, Rgb first) {
    List<List<Rgb>> rows = new ArrayList<>(List.of(new ArrayList<>()));
    if (!frames.getFirst().getNoisy().isEmpty()) {
      rows.add(new ArrayList<>());
    }
    for (int i = 0; i < frames.size(); i++) {
      rows.getFirst().add(like(first, frames.get(i).getEstimate(), "frames[%d].estimate", i));
      if (rows.size() > 1) {
        rows.getLast().add(like(first, frames.get(i).getNoisy(), "frames[%d].noisy", i));
      }
    }
    return Sheet.of(rows);
  }

  private static Rgb like(Rgb first, ByteString png, String field, int index) {
    String name = field.formatted(index);
    Rgb picture = read(png, name);
    if (picture.width() != first.width() || picture.height() != first.height()) {
      throw DecoderException.invalid(
          name,
          "%dx%d".formatted(picture.width(), picture.height()),
          "%dx%d, as the first".formatted(first.width(), first.height()));
    }
    return picture;
  }

  private static Rgb read(ByteString png, String field) {
    try {
      return PictureReader.read(
          png.toByteArray(),
          (width, height) -> Math.max(width, height) <= MAX_SIDE,
          "at most %d pixels a side".formatted(MAX_SIDE));
    } catch (UnreadableImageException e) {
      throw DecoderException.invalid(field + ": " + e.getMessage());
    }
  }
}
