package dev.langevin.runtime.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.model.ModelDirectory;
import dev.langevin.runtime.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final Refusals REFUSALS =
      new Refusals(
          (name, names) -> new IllegalArgumentException(name + " is not one of " + names),
          (name, problem) -> new IllegalStateException(name + ": " + problem),
          (name, problem) -> new UnsupportedOperationException(name + ": " + problem));

  /** What every model is said to take. */
  private static final long BYTES = 100;

  @TempDir Path models;
  private final List<String> loads = new ArrayList<>();
  private final List<String> frees = new ArrayList<>();
  private ToLongFunction<String> bytes = name -> BYTES;
  private ModelStore<Toy> store;

  /** What this service keeps: the text of a file. */
  private final class Toy implements StoredModel {
    final String name;
    final String digest;

    Toy(ModelDirectory directory) {
      name = directory.name();
      digest = directory.digest();
      if (directory.card().description().equals("odd")) {
        throw ModelException.network(directory.network("unet"), "odd", null);
      }
      if (directory.card().description().equals("a bug")) {
        throw new IndexOutOfBoundsException("nobody foresaw this");
      }
      loads.add(name);
    }

    @Override
    public String digest() {
      return digest;
    }

    @Override
    public void close() {
      frees.add(name);
    }
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
  }

  @Test
  void open_withoutALimit_loadsAll() {
    make("a", "");
    make("b", "");
    open(0, Duration.ZERO);

    assertThat(loads).containsExactly("a", "b");
    try (Lease<Toy> lease = store.lease("b", "")) {
      assertThat(lease.model().name).isEqualTo("b");
    }
    store.close();
    assertThat(frees).containsExactlyInAnyOrder("a", "b");
    store = null;
  }

  @Test
  void open_ofNoModelDirectory_isRefused() {
    assertThatThrownBy(() -> open(0, Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("LANGEVIN_MODELS")
        .hasMessageContaining("holds no model directory");
  }

  @Test
  void lease_ofOneThatCantBeUsed_isRefusedAndTheOthersServe() throws Exception {
    make("a", "odd");
    make("b", "");
    make("c", "");
    Files.write(models.resolve("c/unet/model.onnx"), new byte[] {0x3a, 9});
    open(0, Duration.ZERO);

    assertThatThrownBy(() -> store.lease("a", "").close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("odd");
    assertThatThrownBy(() -> store.lease("c", "").close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> store.lease("d", "").close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("d is not one of [b@1]");
    store.lease("b@1", "").close();
    assertThat(store.known()).extracting(Known::problem).filteredOn(String::isEmpty).hasSize(1);
  }

  @Test
  void lease_beyondTheMemory_unloadsTheLeastRecentlyUsed() {
    make("a", "");
    make("b", "");
    make("c", "");
    open(2 * BYTES, Duration.ZERO);
    assertThat(loads).containsExactly("a", "b");
    assertThat(store.leaseIfLoaded("c", "")).isEmpty();

    store.lease("b", "").close();
    store.lease("a", "").close();
    store.lease("c", "").close();

    assertThat(frees).containsExactly("b");
    assertThat(loads).containsExactly("a", "b", "c");
  }

  @Test
  void lease_whileAllAreInUse_saysSo() {
    make("a", "");
    make("b", "");
    open(BYTES, Duration.ZERO);
    Lease<Toy> inUse = store.lease("a", "");

    assertThatThrownBy(() -> store.lease("b", "").close())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("LANGEVIN_MODEL_MEMORY")
        .hasMessageContaining("a@1 are in use");
    inUse.close();
    inUse.close();
    store.lease("b", "").close();
    assertThat(frees).containsExactly("a");
  }

  @Test
  void open_ofOneThatNeverFits_isItsProblem() {
    make("a", "");
    open(BYTES - 1, Duration.ZERO);
    assertThat(loads).isEmpty();
    assertThatThrownBy(() -> store.lease("a", "").close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LANGEVIN_MODEL_MEMORY allows");
  }

  @Test
  void open_ofOneThatFailsUnforeseen_servesTheOthers() {
    make("a", "a bug");
    make("b", "");
    open(0, Duration.ZERO);
    store.lease("b", "").close();
    assertThatThrownBy(() -> store.lease("a", "").close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(models.resolve("a").toString())
        .hasMessageContaining("nobody foresaw this");
  }

  @Test
  void lease_thatCantFit_unloadsNothing() {
    make("a", "");
    make("b", "");
    make("c", "");
    bytes = name -> name.equals("c") ? 2 * BYTES : BYTES;
    open(2 * BYTES, Duration.ZERO);
    Lease<Toy> inUse = store.lease("a", "");
    assertThatThrownBy(() -> store.lease("c", "").close())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(frees).isEmpty();
    inUse.close();
    store.lease("c", "").close();
    assertThat(frees).containsExactly("b", "a");
  }

  @Test
  void lease_afterTheEnd_keepsNothingLoaded() {
    make("a", "");
    open(0, Duration.ZERO);
    store.close();
    assertThatThrownBy(() -> store.lease("a", "").close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stopping");
    assertThat(frees).hasSameSizeAs(loads);
  }

  @Test
  void scan_ofANewDirectory_loadsIt() {
    make("a", "");
    open(0, Duration.ZERO);
    make("b", "");
    store.scan();
    assertThat(loads).containsExactly("a", "b");
    assertThat(store.leaseIfLoaded("b", "")).isPresent();
  }

  @Test
  void scan_ofTheSameFiles_changesNothing() {
    make("a", "");
    open(0, Duration.ZERO);
    store.scan();
    assertThat(loads).containsExactly("a");
    assertThat(frees).isEmpty();
  }

  /** What checks pictures is in no digest, and is to be loaded anew all the same. */
  @Test
  void scan_ofASafetyCheckerThatCameChangedOrWent_loadsTheModelAnew() throws Exception {
    make("a", "");
    open(0, Duration.ZERO);
    String digest;
    try (Lease<Toy> lease = store.lease("a", "")) {
      digest = lease.model().digest();
    }
    Path checker =
        Files.createDirectories(models.resolve("a/safety_checker")).resolve("model.onnx");
    Path input = Files.createDirectories(models.resolve("a/feature_extractor")).resolve("x.json");

    Files.write(checker, new byte[1]);
    store.scan();
    assertThat(loads).hasSize(2);
    Files.write(checker, new byte[2]);
    store.scan();
    assertThat(loads).hasSize(3);
    Files.write(input, new byte[1]);
    store.scan();
    assertThat(loads).hasSize(4);
    Files.delete(checker);
    store.scan();

    assertThat(loads).hasSize(5);
    try (Lease<Toy> lease = store.lease("a", digest)) {
      assertThat(lease.model().digest()).isEqualTo(digest);
    }
  }

  @Test
  void scan_afterARepair_loadsIt() {
    make("a", "odd");
    open(0, Duration.ZERO);
    make("a", "good");
    store.scan();
    store.lease("a", "").close();
    assertThat(loads).containsExactly("a");
  }

  @Test
  void scan_ofReplacedFiles_keepsTheOldOnesForThoseThatBeganWithThem() {
    make("a", "one");
    open(0, Duration.ZERO);
    Lease<Toy> before = store.lease("a", "");
    String digest = before.model().digest();

    make("a", "another");
    store.scan();

    try (Lease<Toy> now = store.lease("a", "");
        Lease<Toy> still = store.lease("a", digest)) {
      assertThat(now.model().digest()).isNotEqualTo(digest);
      assertThat(still.model()).isSameAs(before.model());
    }
    assertThat(frees).isEmpty();
    before.close();
  }

  @Test
  void lease_ofFilesThatHaveJustCome_looksForThem() throws Exception {
    make("a", "one");
    open(0, Duration.ZERO);
    make("a", "another");
    String digest = ModelDirectory.open(models.resolve("a")).digest();
    Thread.sleep(1100); // a scan is as good as new for a second
    try (Lease<Toy> lease = store.lease("a", digest)) {
      assertThat(lease.model().digest()).isEqualTo(digest);
    }
  }

  @Test
  void scan_ofAGoneDirectory_offersItNoMore() {
    make("a", "");
    make("b", "");
    open(0, Duration.ZERO);
    Lease<Toy> running = store.lease("a", "");
    String digest = running.model().digest();
    TestModels.delete(models.resolve("a"));
    store.scan();

    assertThat(store.known()).hasSize(1);
    assertThatThrownBy(() -> store.lease("a", "").close())
        .isInstanceOf(IllegalArgumentException.class);
    store.lease("a", digest).close();
    running.close();
  }

  @Test
  void scan_ofAGoneDirectoryOfModels_throwsAndKeepsThem() {
    make("a", "");
    open(0, Duration.ZERO);
    TestModels.delete(models);

    assertThatThrownBy(store::scan)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(models.toString());
    assertThat(store.known()).hasSize(1);
  }

  @Test
  void lease_ofTwoVersions_isTheNewestUnlessNamed() {
    make("a@9", "");
    make("a@10", "");
    open(0, Duration.ZERO);
    try (Lease<Toy> newest = store.lease("a", "");
        Lease<Toy> ten = store.lease("a@10", "");
        Lease<Toy> nine = store.lease("a@9", "")) {
      assertThat(newest.model()).isSameAs(ten.model()).isNotSameAs(nine.model());
    }
  }

  @Test
  void watch_ofADirectory_seesWhatComesAndGoes() throws Exception {
    make("a", "");
    CountDownLatch loaded = new CountDownLatch(2);
    store =
        ModelStore.open(
            new ModelSettings(models, 0, Duration.ofMillis(20)),
            directory -> {
              Toy toy = new Toy(directory);
              loaded.countDown();
              return toy;
            },
            directory -> BYTES,
            REFUSALS);
    make("b", "");
    assertThat(loaded.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private void open(long memory, Duration scan) {
    store =
        ModelStore.open(
            new ModelSettings(models, memory, scan),
            Toy::new,
            directory -> bytes.applyAsLong(directory.name()),
            REFUSALS);
  }

  private void make(String directory, String description) {
    TestModels.write(models.resolve(directory), description);
  }
}
