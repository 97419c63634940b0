package dev.langevin.runtime.model.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.fetch.ModelFetcher.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model goes into a depot and comes out the same. A depot's test says where it is. */
abstract class ModelDepotContract {
  @TempDir Path folder;

  private final List<String> told = new ArrayList<>();
  private Path model;
  private Path target;

  /** The same place at every call, empty at first. */
  abstract ModelDepot depot();

  @BeforeEach
  void copyModel() throws IOException {
    model = folder.resolve("mine");
    target = folder.resolve("models").resolve("sd1");
    Path tiny = Path.of("..", "models", "tiny", "sd1");
    try (Stream<Path> files = Files.walk(tiny)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path copy = model.resolve(tiny.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Files.writeString(model.resolve(".hidden"), "stays behind");
    Files.write(model.resolve("notes.bin"), new byte[10 << 20]); // larger than a part
  }

  @Test
  void fetch_whatWasPublished_isTheSameModel() throws IOException {
    String sha256 = publish();

    assertThat(fetch(Optional.of(sha256))).isEqualTo(Outcome.FETCHED);

    assertThat(ModelDirectory.open(target).digest()).isEqualTo(ModelDirectory.open(model).digest());
    assertThat(Files.mismatch(target.resolve("notes.bin"), model.resolve("notes.bin")))
        .isEqualTo(-1);
    assertThat(target.resolve(".hidden")).doesNotExist();
    assertThat(beside()).containsExactlyInAnyOrder(".sd1.lock", "sd1");
    assertThat(fetch(Optional.of(sha256))).isEqualTo(Outcome.THERE);
  }

  @Test
  void publish_again_sendsOnlyWhatHasChanged() throws IOException {
    String first = publish();
    told.clear();
    assertThat(publish()).isEqualTo(first);
    assertThat(told).isEmpty();
    fetch(Optional.empty());
    told.clear();

    Files.writeString(model.resolve("notes.txt"), "a second version");
    assertThat(publish()).isNotEqualTo(first);
    assertThat(told).containsExactly("notes.txt, 16 bytes");
    assertThat(fetch(Optional.empty())).isEqualTo(Outcome.FETCHED);
    assertThat(target.resolve("notes.txt")).hasContent("a second version");
    assertThat(beside()).containsExactlyInAnyOrder(".sd1.lock", "sd1");
  }

  @Test
  void publish_anotherModelInItsPlace_isRefusedBeforeAnythingIsSent() throws IOException {
    String first = publish();
    told.clear();
    Files.write(model.resolve("notes.bin"), new byte[] {1});
    Files.writeString(model.resolve("a-new-file.txt"), "x");

    try (ModelDepot depot = depot()) {
      assertThatThrownBy(this::publish)
          .isInstanceOf(FetchException.class)
          .hasMessageContainingAll(
              "TARGET: " + depot.place() + " has another model", "notes.bin", depot.place() + "/2");
    }
    assertThat(told).isEmpty();
    assertThat(fetch(Optional.of(first))).isEqualTo(Outcome.FETCHED);
  }

  @Test
  void fetch_connectionThatBreaks_goesOnWhereItWas() throws IOException {
    publish();
    try (ModelDepot real = depot()) {
      Breaking breaking = new Breaking(real, 3_000_000);
      ModelFetcher.fetch(breaking, target, Optional.empty(), told::add);

      assertThat(breaking.offsets).contains(3_000_000L, 6_000_000L, 9_000_000L);
    }
    assertThat(Files.mismatch(target.resolve("notes.bin"), model.resolve("notes.bin")))
        .isEqualTo(-1);
  }

  @Test
  void fetch_halfIsThere_fetchesTheRest() throws IOException {
    publish();
    Path work = Files.createDirectories(folder.resolve("models/.sd1.fetching"));
    Files.write(work.resolve("notes.bin"), new byte[4_000_000]);
    Files.copy(model.resolve("model_index.json"), work.resolve("model_index.json"));
    Files.writeString(work.resolve("of-another-version.txt"), "x");
    told.clear();

    try (ModelDepot real = depot()) {
      Breaking noting = new Breaking(real, Integer.MAX_VALUE);
      ModelFetcher.fetch(noting, target, Optional.empty(), told::add);
      assertThat(noting.offsets).contains(4_000_000L);
    }
    assertThat(told).doesNotContain("model_index.json").anyMatch(t -> t.startsWith("notes.bin"));
    assertThat(target.resolve("of-another-version.txt")).doesNotExist();
    assertThat(ModelDirectory.open(target).digest()).isEqualTo(ModelDirectory.open(model).digest());
  }

  @Test
  void fetch_halfOfOtherBytes_beginsThatFileAnew() throws IOException {
    publish();
    Path work = Files.createDirectories(folder.resolve("models/.sd1.fetching"));
    Files.write(work.resolve("notes.bin"), new byte[] {1, 2, 3});

    assertThat(fetch(Optional.empty())).isEqualTo(Outcome.FETCHED);
    assertThat(Files.mismatch(target.resolve("notes.bin"), model.resolve("notes.bin")))
        .isEqualTo(-1);
  }

  @Test
  void fetch_fileChangedAfterItWasPublished_isRefusedByNameAndNothingIsThere() throws IOException {
    publish();
    Files.writeString(model.resolve("model_index.json"), "{}");
    try (ModelDepot depot = depot()) {
      depot.put("model_index.json", model.resolve("model_index.json"));
    }

    assertThatThrownBy(() -> fetch(Optional.empty()))
        .isInstanceOf(FetchException.class)
        .hasMessageContainingAll("model_index.json", "SHA-256");
    assertThat(target).doesNotExist();
  }

  @Test
  void fetch_publishedFileIsShorterThanWhatIsHere_beginsThatFileAnew() throws IOException {
    publish();
    Path work = Files.createDirectories(folder.resolve("models/.sd1.fetching"));
    Files.write(work.resolve("notes.bin"), new byte[4_000_000]);
    try (ModelDepot depot = depot()) {
      depot.put("notes.bin", Files.write(folder.resolve("short"), new byte[] {1, 2, 3}));
    }

    assertThatThrownBy(() -> fetch(Optional.empty()))
        .isInstanceOf(FetchException.class)
        .hasMessageContainingAll("notes.bin", "was changed after it was published");
    assertThat(work.resolve("notes.bin")).doesNotExist();

    try (ModelDepot depot = depot()) {
      depot.put("notes.bin", model.resolve("notes.bin"));
    }
    assertThat(fetch(Optional.empty())).isEqualTo(Outcome.FETCHED);
  }

  @Test
  void fetch_anotherModelThanAskedFor_isRefused() throws IOException {
    publish();

    assertThatThrownBy(() -> fetch(Optional.of("0".repeat(64))))
        .isInstanceOf(FetchException.class)
        .hasMessageContainingAll(ModelManifest.NAME, "0".repeat(64));
    assertThat(target).doesNotExist();
  }

  @Test
  void fetch_placeOfSomebodyElse_isLeftAlone() throws IOException {
    publish();
    Files.createDirectories(target);
    Files.writeString(target.resolve("mine.txt"), "keep");

    assertThatThrownBy(() -> fetch(Optional.empty()))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining(target.toString());
    assertThat(target.resolve("mine.txt")).hasContent("keep");
  }

  @Test
  void fetch_nothingPublished_saysSo() {
    try (ModelDepot depot = depot()) {
      assertThatThrownBy(() -> fetch(Optional.empty()))
          .isInstanceOf(FetchException.class)
          .hasMessageContainingAll("SOURCE: " + depot.place(), ModelManifest.NAME, "nothing");
    }
  }

  private String publish() {
    try (ModelDepot depot = depot()) {
      return ModelPublisher.publish(model, depot, told::add);
    }
  }

  private Outcome fetch(Optional<String> pin) {
    try (ModelDepot depot = depot()) {
      return ModelFetcher.fetch(depot, target, pin, told::add);
    }
  }

  private List<String> beside() throws IOException {
    try (Stream<Path> files = Files.list(target.getParent())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Breaks each stream off after some bytes, and notes where streams began. */
  private static final class Breaking implements ModelDepot {
    private final ModelDepot real;
    private final int bytes;
    private final List<Long> offsets = new ArrayList<>();

    Breaking(ModelDepot real, int bytes) {
      this.real = real;
      this.bytes = bytes;
    }

    @Override
    public String place() {
      return real.place();
    }

    @Override
    public InputStream open(String path, long offset) {
      offsets.add(offset);
      InputStream in = real.open(path, offset);
      return new InputStream() {
        private int left = bytes;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
          if (left == 0) {
            throw new IOException("the connection broke");
          }
          int read = in.read(buffer, from, Math.min(left, length));
          left -= Math.max(0, read);
          return read;
        }

        @Override
        public void close() throws IOException {
          in.close();
        }
      };
    }

    @Override
    public void put(String path, Path file) {
      real.put(path, file);
    }

    @Override
    public void close() {}
  }
}
