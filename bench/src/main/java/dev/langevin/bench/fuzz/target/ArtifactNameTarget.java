package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.TextMutator;
import dev.langevin.decoder.store.ArtifactName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Names of artifacts; what is one leads nowhere but into the store. */
public final class ArtifactNameTarget extends Reader {
  private static final Path STORE = Path.of("store");

  /** With good ones of every form. */
  public ArtifactNameTarget() {
    super(
        "artifact-name",
        List.of(
            ("4f2a/0-" + "0a".repeat(32)).getBytes(StandardCharsets.UTF_8),
            ("z".repeat(64) + "/9999-" + "f9".repeat(32)).getBytes(StandardCharsets.UTF_8)),
        new TextMutator().then(0.5, new ByteMutator()),
        List.of(IllegalArgumentException.class));
  }

  @Override
  public void feed(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    String name = ArtifactName.parse(text).toString();
    Path file = STORE.resolve(name).normalize();
    if (!name.equals(text) || file.getNameCount() != 3 || !file.startsWith(STORE)) {
      throw new IllegalStateException(text + " was read as " + name);
    }
  }
}
