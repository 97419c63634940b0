package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.TextMutator;
import dev.langevin.runtime.generations.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Page tokens: what is one is written as the same one again, up to leading zeros. */
public final class PageTokenTarget extends Reader {

  /** With good ones of every form. */
  public PageTokenTarget() {
    super(
        "page-token",
        List.of(
            "1763700000.123456789.4f2a".getBytes(StandardCharsets.UTF_8),
            ("999999999999.999999999." + "z".repeat(64)).getBytes(StandardCharsets.UTF_8)),
        new TextMutator().then(0.5, new ByteMutator()),
        List.of());
  }

  @Override
  public void feed(byte[] input) {
    Cursor.parse(new String(input, StandardCharsets.UTF_8))
        .filter(cursor -> !Cursor.parse(cursor.text()).orElseThrow().equals(cursor))
        .ifPresent(
            cursor -> {
              throw new IllegalStateException(cursor + " is not what its text says");
            });
  }
}
