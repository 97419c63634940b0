package dev.langevin.bench.capacity;

import dev.langevin.bench.cluster.Node;
import dev.langevin.bench.kit.Progress;
import dev.langevin.v1.Batch;
import java.io.IOException;

/**
 * What a batch of so many lines takes. Heaps are bytes of live objects.
 *
 * @param lines that many
 * @param made of these; the others were cancelled with the batch
 * @param acceptSeconds from the first byte until the gateway has answered
 * @param runSeconds from then until so many were made
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
    int made,
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
  /**
   * Measures, with an orchestrator of its own.
   *
   * @param most the batch is cancelled once so many of its lines were made
   */
  static BatchLevel measure(
      Site site, BatchCalls calls, int lines, int most, int slots, Progress progress)
      throws IOException, InterruptedException {
    long before = heap(site.gateway());
    long[] uploading = new long[1];
    BatchCalls.Accepted batch = calls.create(lines, () -> uploading[0] = heap(site.gateway()));
    long accepted = heap(site.gateway());
    Node feeder = site.feeder("feeder-" + lines, slots);
    try {
      long began = System.nanoTime();
      int[] made = new int[1];
      double[] run = new double[1];
      Batch end =
          calls.await(
              batch.id(),
              seen -> {
                site.check();
                progress.at(
                    "%,d of %,d lines, %.0f a second"
                        .formatted(seen.getSucceeded(), lines, seen.getRate()));
                if (made[0] == 0 && seen.getSucceeded() >= Math.min(most, lines)) {
                  made[0] = seen.getSucceeded();
                  run[0] = (System.nanoTime() - began) / 1e9;
                  calls.cancel(batch.id());
                }
              });
      if (end.getSucceeded() + end.getCancelled() != lines) {
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
          made[0],
          batch.seconds(),
          run[0],
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
