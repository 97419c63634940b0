package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import dev.langevin.bench.fuzz.mutation.PngMutator;
import dev.langevin.decoder.image.Fitting;
import dev.langevin.decoder.image.PictureReader;
import dev.langevin.decoder.image.Rgb;
import dev.langevin.decoder.image.UnreadableImageException;
import java.util.List;

/** Pictures that users send, as PNG or JPEG, and what a model is given of them. */
public final class PictureTarget extends Reader {
  private static final int MOST_PIXELS = 1 << 20;
  private static final int SIDE = 32;

  private PictureTarget(String format, List<byte[]> seeds, Mutator mutator) {
    super("picture-" + format, seeds, mutator, List.of(UnreadableImageException.class));
  }

  /** PNG files; most damage is within chunks. */
  public static PictureTarget png() {
    return new PictureTarget("png", Pictures.png(), new PngMutator().then(0.1, new ByteMutator()));
  }

  /** JPEG files. */
  public static PictureTarget jpeg() {
    return new PictureTarget("jpeg", Pictures.jpeg(), new ByteMutator());
  }

  @Override
  public void feed(byte[] input) throws UnreadableImageException {
    Rgb picture =
        PictureReader.read(
            input,
            (width, height) -> (long) width * height <= MOST_PIXELS,
            "of a megapixel at most");
    Fitting.cover(picture, SIDE, SIDE / 2);
  }
}
