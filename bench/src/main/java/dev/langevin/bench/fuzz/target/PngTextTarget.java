package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.PngMutator;
import dev.langevin.decoder.image.PngText;
import java.io.IOException;
import java.util.List;

/** The texts of a PNG file, as the decoder's own reader reads them. */
public final class PngTextTarget extends Reader {

  /** With good ones of every form. */
  public PngTextTarget() {
    super(
        "png-text",
        Pictures.withTexts(),
        new PngMutator().then(0.1, new ByteMutator()),
        List.of(IOException.class));
  }

  @Override
  public void feed(byte[] input) throws IOException {
    PngText.read(input);
  }
}
