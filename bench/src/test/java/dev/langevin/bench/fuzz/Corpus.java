package dev.langevin.bench.fuzz;

import dev.langevin.bench.fuzz.kit.Campaign;
import dev.langevin.bench.fuzz.kit.Tally;
import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.target.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Inputs that a target once did not stand: {@code fuzz/TARGET/what-is-wrong-with-it}. */
final class Corpus {
  static final Models MODELS = new Models(Path.of("..", "models"));

  private static final Path ROOT = Path.of("src", "test", "resources", "fuzz");
  private static final Path WORK = Path.of("target", "fuzz");
  private static final long SEED = 20_261_121;

  private Corpus() {}

  /** The targets that have any. */
  static List<String> targets() {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Feeds those of a target, and then as many damaged inputs. */
  static List<Tally> feed(Target target, int inputs) throws IOException, InterruptedException {
    Campaign campaign = new Campaign(SEED, WORK, fed -> {});
    return List.of(campaign.replay(target, of(target.name())), campaign.run(target, inputs));
  }

  private static List<byte[]> of(String target) throws IOException {
    if (!Files.isDirectory(ROOT.resolve(target))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(ROOT.resolve(target))) {
      return files.sorted().map(Corpus::bytes).toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
