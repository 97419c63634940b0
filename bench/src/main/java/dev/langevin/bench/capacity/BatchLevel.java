package dev.langevin.bench.capacity;

import dev.langevin.bench.cluster.Node;
import dev.langevin.bench.kit.Progress;
import dev.langevin.v1.Batch;
import java.io.IOException;

/**
 * What a batch of so many lines takes. Heaps are bytes of live objects.
 *
 * @param lines that many
 * @param acceptSeconds from the first byte until the gateway has answered
 * @param runSeconds from then until all lines have ended
 * @param resultSeconds to read what became of all lines
 * @param downloadSeconds to read the archive
 * @param before of the gateway, before
 * @param uploading when nearly all of the file is there
 * @param accepted when all lines wait, and none is a generation
 * @param done when all lines have ended
 * @param listing in the midst of reading results
 * @param downloading at the beginning of an archive
 * @param feeder of the orchestrator, when all lines have ended
 */
record BatchLevel(
    int lines,
    double acceptSeconds,
    double runSeconds,
    double resultSeconds,
    double downloadSeconds,
    long before,
    long uploading,
    long accepted,
    long done,
    long listing,
    long downloading,
    long feeder) {
  /** Measures, with an orchestrator of its own. */
  static BatchLevel measure(Site site, BatchCalls calls, int lines, int slots, Progress progress)
      throws IOException, InterruptedException {
    long before = heap(site.gateway());
    long[] uploading = new long[1];
    BatchCalls.Accepted batch = calls.create(lines, () -> uploading[0] = heap(site.gateway()));
    long accepted = heap(site.gateway());
    Node feeder = site.feeder("feeder-" + lines, slots);
    try {
      long began = System.nanoTime();
      Batch end =
          calls.await(
              batch.id(),
              seen -> {
                site.check();
                progress.at(
                    "%,d of %,d lines, %.0f a second"
                        .formatted(seen.getSucceeded(), lines, seen.getRate()));
              });
      double run = (System.nanoTime() - began) / 1e9;
      if (end.getSucceeded() != lines) {
        throw new IOException("it ended as " + end);
      }
      long done = heap(site.gateway());
      long fed = heap(feeder);
      long[] listing = new long[1];
      long[] downloading = new long[1];
      progress.at("reading results");
      double results = calls.results(batch.id(), lines, () -> listing[0] = heap(site.gateway()));
      progress.at("downloading");
      double download = calls.download(batch.id(), () -> downloading[0] = heap(site.gateway()));
      return new BatchLevel(
          lines,
          batch.seconds(),
          run,
          results,
          download,
          before,
          uploading[0],
          accepted,
          done,
          listing[0],
          downloading[0],
          fed);
    } finally {
      feeder.end();
    }
  }

  /** Bytes for each line, of a difference between two heaps. */
  double perLine(long more, long less) {
    return (double) (more - less) / lines;
  }

  private static long heap(Node node) throws IOException, InterruptedException {
    return node.footprint().heapBytes();
  }
}
