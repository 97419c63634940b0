package dev.langevin.bench.fuzz.kit;

import dev.langevin.bench.fuzz.mutation.Mutator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Something that parses. Used by one thread at a time. */
public interface Target extends AutoCloseable {
  /** What {@code --only} calls it, in lower case with hyphens. */
  String name();

  /** Good inputs, from which the others are made; it accepts at least one. */
  List<byte[]> seeds();

  /** Makes an input of the seeds. */
  Mutator mutator();

  /**
   * Parses an input, as the services do. Returning means that it was accepted.
   *
   * @throws Exception one of {@link #refusals} for an input that can't be used; anything else is a
   *     finding
   */
  void feed(byte[] input) throws Exception;

  /** What an input that can't be used may make it throw; its message is for a person. */
  List<Class<? extends Throwable>> refusals();

  /**
   * Checks that after all that was fed it still does what it is there for, and holds nothing more
   * than before.
   *
   * @throws Exception saying what is wrong
   */
  default void afterwards() throws Exception {}

  /** The longest that one input may take. */
  default Duration limit() {
    return Duration.ofSeconds(5);
  }

  /** The most bytes that the thread may allocate for one input. */
  default long allocation() {
    return 256L << 20;
  }

  /** One input in so many of the others, where an input takes long. */
  default int share() {
    return 1;
  }

  @Override
  default void close() throws IOException {}
}
