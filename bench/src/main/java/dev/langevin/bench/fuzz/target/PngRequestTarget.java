package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.PngMutator;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.client.CommandException;
import dev.langevin.client.png.PngRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The request in a picture's metadata, as {@code generate --from} reads it. */
public final class PngRequestTarget extends Reader {
  private final Scratch scratch = new Scratch();
  private final Path file = scratch.folder().resolve("picture.png");

  /** With a file to write the inputs to. */
  public PngRequestTarget() throws IOException {
    super(
        "png-request",
        Pictures.withTexts(),
        new PngMutator().then(0.1, new ByteMutator()),
        List.of(CommandException.class));
  }

  @Override
  public void feed(byte[] input) throws IOException {
    Files.write(file, input);
    PngRequest.read("--from", file);
  }

  @Override
  public void close() throws IOException {
    scratch.close();
  }
}
