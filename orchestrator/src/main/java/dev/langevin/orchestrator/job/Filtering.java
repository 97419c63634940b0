package dev.langevin.orchestrator.job;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.internal.v1.DecodeResponse;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.Error;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which pictures of a job its model's safety checker flagged. One is enough for none to be kept:
 * what a request makes is handed out whole or not at all.
 *
 * @param images indices of those, increasing
 * @param count of all pictures
 */
record Filtering(List<Integer> images, int count) {
  /** What the decoder answered, in order of the images. */
  static Filtering of(List<DecodeResponse> decoded) {
    List<Integer> images =
        IntStream.range(0, decoded.size())
            .filter(i -> decoded.get(i).getFiltered())
            .boxed()
            .toList();
    return new Filtering(images, decoded.size());
  }

  /** Whether there are any. */
  boolean any() {
    return !images.isEmpty();
  }

  /** The generation's end. */
  Snapshot into(Snapshot current, Instant now) {
    String which = images.stream().map(i -> Integer.toString(i)).collect(Collectors.joining(", "));
    Error error =
        Error.newBuilder()
            .setReason("PICTURE_FILTERED")
            .setMessage(
                "the model's safety checker flagged image %s of %d, and nothing is kept; another prompt or seed may do"
                    .formatted(which, count))
            .build();
    return Snapshots.filtered(current, images, error, now);
  }
}
