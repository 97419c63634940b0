package dev.langevin.bench.store;

import dev.langevin.bench.kit.Bar;
import dev.langevin.bench.kit.Benchmark;
import dev.langevin.bench.kit.Progress;
import dev.langevin.bench.kit.Quantiles;
import dev.langevin.bench.kit.Result;
import dev.langevin.bench.kit.Scratch;
import dev.langevin.bench.kit.TextTable;
import dev.langevin.runtime.blob.BlobStore;
import dev.langevin.runtime.blob.BlobStores;
import dev.langevin.runtime.blob.StoreSettings;
import dev.langevin.runtime.config.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code langevin bench store}: blobs in a bucket beside blobs in a directory. */
@Command(
    name = "store",
    description = {
      "Stores and reads blobs in a directory, flushed and not, and in a bucket, in turns.",
      "LANGEVIN_S3_ENDPOINT and the like say where the bucket is."
    })
public final class Store extends Benchmark {
  /** The most that a picture may take to be stored, beside a second that it takes to be made. */
  static final double BAR = 100;

  private static final int PICTURE = 512 << 10;
  private static final List<Integer> SIZES = List.of(64 << 10, PICTURE, 32 << 20);
  private static final int WARMUPS = 5;

  @Option(
      names = "--s3",
      paramLabel = "s3://BUCKET/PREFIX",
      required = true,
      description = "Where to store; what is stored is deleted again.")
  String place;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "40",
      description = "How often each is done. Default: 40")
  int rounds;

  /**
   * One size in one store.
   *
   * @param store which one
   * @param bytes of a blob
   * @param putMillis median time to store one
   * @param readMillis the same to read it
   * @param putRatio how many times the flushed directory's
   */
  record Figure(String store, int bytes, double putMillis, double readMillis, double putRatio) {}

  @Override
  public Result measure(boolean quick, Progress progress) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Scratch scratch = new Scratch();
        BlobStore flushed =
            BlobStores.durable("artifact", in(scratch.folder().resolve("f").toString()));
        BlobStore unflushed =
            BlobStores.quick("checkpoint", in(scratch.folder().resolve("u").toString()));
        BlobStore bucket = BlobStores.durable("artifact", in(place))) {
      Map<String, BlobStore> stores = new HashMap<>();
      stores.put("directory, flushed", flushed);
      stores.put("directory", unflushed);
      stores.put("bucket", bucket);
      for (int bytes : SIZES) {
        progress.at("blobs of %d bytes".formatted(bytes));
        figures.addAll(measure(stores, bytes, quick ? 8 : rounds));
      }
    }
    TextTable table = new TextTable("store", "bytes", "put ms", "read ms", "put / flushed");
    figures.forEach(
        f -> table.add(f.store(), f.bytes(), f.putMillis(), f.readMillis(), f.putRatio()));
    double picture =
        figures.stream()
            .filter(f -> f.store().equals("bucket") && f.bytes() == PICTURE)
            .findFirst()
            .orElseThrow()
            .putMillis();
    return new Result(
        name(),
        "What does it cost to keep blobs in a bucket?",
        quick,
        List.of(Bar.atMost("a picture of 512 KiB goes into the bucket in", picture, BAR, "ms")),
        List.of(table),
        figures,
        List.of());
  }

  /** All stores in each round, so that what else the machine does falls on all. */
  private static List<Figure> measure(Map<String, BlobStore> stores, int bytes, int rounds)
      throws IOException {
    byte[] blob = new byte[bytes];
    new Random(1).nextBytes(blob);
    Map<String, List<Double>> puts = new HashMap<>();
    Map<String, List<Double>> reads = new HashMap<>();
    for (int i = -WARMUPS; i < rounds; i++) {
      for (Map.Entry<String, BlobStore> store : stores.entrySet()) {
        double put = put(store.getValue(), blob);
        double read = read(store.getValue(), bytes);
        if (i >= 0) {
          puts.computeIfAbsent(store.getKey(), k -> new ArrayList<>()).add(put);
          reads.computeIfAbsent(store.getKey(), k -> new ArrayList<>()).add(read);
        }
      }
    }
    stores.values().forEach(store -> store.delete("bench/blob"));
    double flushed = Quantiles.median(puts.get("directory, flushed"));
    return stores.keySet().stream()
        .sorted()
        .map(
            store -> {
              double put = Quantiles.median(puts.get(store));
              return new Figure(
                  store, bytes, put, Quantiles.median(reads.get(store)), put / flushed);
            })
        .toList();
  }

  private static double put(BlobStore store, byte[] blob) {
    long began = System.nanoTime();
    store.put("bench/blob", ByteBuffer.wrap(blob));
    return (System.nanoTime() - began) / 1e6;
  }

  private static double read(BlobStore store, int bytes) throws IOException {
    long began = System.nanoTime();
    try (InputStream in = store.open("bench/blob")) {
      int read = in.readAllBytes().length;
      if (read != bytes) {
        throw new IOException("%d of %d bytes came back".formatted(read, bytes));
      }
    }
    return (System.nanoTime() - began) / 1e6;
  }

  private static StoreSettings in(String place) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put(Environment.PREFIX + "ARTIFACTS", place);
    return StoreSettings.of(Environment.of(variables), "ARTIFACTS", Path.of("nowhere"));
  }
}
