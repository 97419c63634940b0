package dev.langevin.runtime.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.blob.BlobException.Kind;
import dev.langevin.runtime.blob.FaultyStore.Fault;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that refuse, break off, or stand still. */
class S3FaultsIT {
  private static final int ALWAYS = Integer.MAX_VALUE;

  /** The time that a call has here. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Far less than without limits, and enough where the machine has other things to do. */
  private static final Duration BUSY = Duration.ofSeconds(10);

  @TempDir static Path folder;
  private static S3Server server;
  private static FaultyStore faulty;

  private final String place = "s3://%s/%s".formatted(S3Server.BUCKET, UUID.randomUUID());
  private final BlobStore store = BlobStores.quick("artifact", settings(faulty.endpoint(), place));

  @BeforeAll
  static void start() throws IOException {
    server = S3Server.start(folder);
    faulty = new FaultyStore(server.port());
  }

  @AfterAll
  static void stop() throws IOException {
    faulty.close();
    server.close();
  }

  @AfterEach
  void heal() throws IOException {
    faulty.next(0, new Fault.None());
    store.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | AccessDenied | | NOT_WRITABLE | s3:PutObject
          403 | InvalidAccessKeyId | | NOT_WRITABLE | AWS_ACCESS_KEY_ID
          403 | SignatureDoesNotMatch | | NOT_WRITABLE | AWS_SECRET_ACCESS_KEY
          403 | RequestTimeTooSkewed | | NOT_WRITABLE | clock
          404 | NoSuchBucket | | NOT_WRITABLE | there is no bucket langevin-test
          301 | PermanentRedirect | x-amz-bucket-region: eu-west-3 | NOT_WRITABLE | LANGEVIN_S3_REGION to eu-west-3
          400 | AuthorizationHeaderMalformed | | NOT_WRITABLE | LANGEVIN_S3_REGION
          400 | KMS.DisabledException | | NOT_WRITABLE | LANGEVIN_S3_ENCRYPTION
          501 | NotImplemented | | NOT_WRITABLE | can't do that
          403 | QuotaExceeded | | FULL | is full
          507 | XMinioStorageFull | | FULL | is full
          503 | SlowDown | | FAILED | asks to slow down
          500 | InternalError | | FAILED | fails
          """)
  void put_refusal_isToldApartAndSaysWhatToDo(
      int status, String code, String header, Kind kind, String advice) throws IOException {
    String line = header == null ? "" : header;
    faulty.next(ALWAYS, new Fault.Answer(status, code, line));

    refused(() -> store.put("a", bytes(10)), kind, "artifact store " + place, code, advice);
  }

  @Test
  void put_serverIsBusyTwice_isTriedAgain() throws IOException {
    faulty.next(2, new Fault.Answer(503, "SlowDown", ""));

    store.put("a", bytes(10));

    assertThat(faulty.connections()).isBetween(3, 4); // one more where one broke by itself
    assertThat(store.size("a")).hasValue(10);
  }

  @Test
  void put_connectionsBreak_isTriedAgainPartByPart() throws IOException {
    faulty.next(1, new Fault.Reset(1));
    store.put("small", bytes(10));
    assertThat(store.size("small")).hasValue(10);

    try (BlobWriter writer = store.writer()) {
      writer.write(bytes(9 << 20));
      faulty.next(1, new Fault.Reset(1));
      writer.put("large");
    }
    assertThat(store.size("large")).hasValue(9 << 20);
    assertThat(store.list("")).hasSize(2);
  }

  @Test
  void open_connectionsBreakInTheMidst_isTriedAgain() throws IOException {
    byte[] bytes = BlobStoreContract.bytes(1, 3 << 20);
    store.put("a", ByteBuffer.wrap(bytes));
    faulty.next(2, new Fault.Reset(1 << 19)); // the first try may find one that was broken before

    try (InputStream in = store.open("a", 1)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 1, bytes.length));
    }
    assertThat(faulty.connections()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void open_replacedInTheMidst_failsRatherThanToMix() throws IOException {
    store.put("a", bytes(3 << 20));

    try (InputStream in = store.open("a")) {
      assertThat(in.read()).isZero();
      store.put("a", ByteBuffer.wrap(BlobStoreContract.bytes(2, 3 << 20)));
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("412");
    }
  }

  @Test
  void everyMethod_storeStandsStill_isGivenUpInTime() throws IOException {
    faulty.next(ALWAYS, new Fault.Freeze());

    givenUp(() -> store.put("a", bytes(10)));
    givenUp(() -> store.size("a"));
    givenUp(() -> store.open("a"));
    givenUp(() -> store.list("a"));
    givenUp(() -> store.delete("a"));
    faulty.next(0, new Fault.None());
    store.put("a", bytes(10));
    assertThat(store.size("a")).hasValue(10);
  }

  @Test
  void put_largeAndTheStoreStandsStill_isGivenUpInThreeTimesTheTime() throws IOException {
    try (BlobWriter writer = store.writer()) {
      writer.write(bytes(9 << 20)); // one part is there
      faulty.next(ALWAYS, new Fault.Freeze());
      long began = System.nanoTime();
      refused(() -> writer.put("a"), Kind.FAILED, "does not answer");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(4));
    }
  }

  @Test
  void read_storeStopsInTheMidst_endsInTime() throws Exception {
    store.put("a", bytes(30 << 20));
    try (InputStream in = store.open("a")) {
      assertThat(in.read()).isZero();
      server.signal("STOP");
      long began = System.nanoTime();
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.multipliedBy(4));
    } finally {
      server.signal("CONT");
    }
  }

  @Test
  void quick_noSuchBucket_isRefusedAndNamesSettingAndBucket() {
    assertThatThrownBy(
            () -> BlobStores.quick("artifact", settings(server.endpoint(), "s3://not-there/x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("LANGEVIN_ARTIFACTS", "there is no bucket not-there");
  }

  @Test
  void quick_wrongKeyOrNone_isRefused() {
    String key = System.getProperty("aws.secretAccessKey");
    try {
      System.setProperty("aws.secretAccessKey", "wrong");
      assertThatThrownBy(() -> BlobStores.quick("artifact", settings(server.endpoint(), place)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("refuses the credentials", "AWS_SECRET_ACCESS_KEY");
      System.clearProperty("aws.secretAccessKey");
      assertThatThrownBy(() -> BlobStores.quick("artifact", settings(server.endpoint(), place)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("finds no credentials", "AWS_ACCESS_KEY_ID");
    } finally {
      System.setProperty("aws.secretAccessKey", key);
    }
  }

  @Test
  void quick_storeIsAway_isUsedAsSoonAsItComes() throws IOException {
    faulty.next(ALWAYS, new Fault.Answer(503, "ServiceUnavailable", ""));
    try (BlobStore early = BlobStores.quick("artifact", settings(faulty.endpoint(), place))) {
      faulty.next(0, new Fault.None());
      early.put("a", bytes(10));
      assertThat(early.size("a")).hasValue(10);
    }
  }

  /** s3proxy encrypts nothing, and refuses to be asked. */
  @Test
  void put_encryption_isAskedForWhereverAnObjectBegins() throws IOException {
    try (NotingStore noting = new NotingStore()) {
      Map<String, String> variables = S3Server.variables(noting.endpoint());
      variables.put("LANGEVIN_S3_ENCRYPTION", "aws:kms:some-key");
      try (BlobStore encrypted = BlobStores.quick("artifact", settings(variables, place));
          BlobWriter writer = encrypted.writer()) {
        encrypted.put("a", bytes(10));
        writer.write(bytes(9 << 20)); // more than a part: put together aside, and copied
        writer.put("b");
      }
      List<NotingStore.Call> begun =
          noting.calls().stream()
              .filter(call -> call.text().equals("PUT") || call.text().equals("POST uploads"))
              .toList();
      assertThat(begun).extracting(NotingStore.Call::text).contains("PUT", "POST uploads");
      assertThat(begun).anyMatch(call -> call.headers().containsKey("x-amz-copy-source"));
      assertThat(begun)
          .allSatisfy(
              call ->
                  assertThat(call.headers())
                      .containsEntry("x-amz-server-side-encryption", "aws:kms")
                      .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "some-key"));
    }
  }

  private static void givenUp(ThrowingCallable call) {
    long began = System.nanoTime();
    refused(call, Kind.FAILED, "does not answer");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BUSY);
  }

  private static void refused(ThrowingCallable call, Kind kind, String... texts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(BlobException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContainingAll(texts);
  }

  private static StoreSettings settings(String endpoint, String place) {
    return settings(S3Server.variables(endpoint), place);
  }

  private static StoreSettings settings(Map<String, String> variables, String place) {
    variables.put("LANGEVIN_ARTIFACTS", place);
    variables.put("LANGEVIN_S3_TIMEOUT", TIMEOUT.toMillis() + "ms");
    return StoreSettings.of(Environment.of(variables), "ARTIFACTS", Path.of("nowhere"));
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count);
  }
}
