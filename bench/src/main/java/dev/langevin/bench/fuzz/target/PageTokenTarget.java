package dev.langevin.bench.fuzz.target;

import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import dev.langevin.bench.fuzz.mutation.TextMutator;
import dev.langevin.runtime.generations.Cursor;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Page tokens: what is one is written as the same one again, up to leading zeros. */
public final class PageTokenTarget implements Target {
  private final Mutator mutator = new TextMutator().then(0.5, new ByteMutator());

  @Override
  public String name() {
    return "page-token";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        "1763700000.123456789.4f2a".getBytes(StandardCharsets.UTF_8),
        ("999999999999.999999999." + "z".repeat(64)).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Mutator mutator() {
    return mutator;
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

  @Override
  public List<Class<? extends Throwable>> refusals() {
    return List.of();
  }
}
