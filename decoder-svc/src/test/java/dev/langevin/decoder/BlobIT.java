package dev.langevin.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DeleteBlobRequest;
import dev.langevin.internal.v1.ListBlobsRequest;
import dev.langevin.internal.v1.ReadBlobRequest;
import dev.langevin.internal.v1.WriteBlobRequest;
import dev.langevin.internal.v1.WriteBlobResponse;
import dev.langevin.runtime.grpc.Channels;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.onnx.ExecutionSettings;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of batches in the store. */
class BlobIT {
  @TempDir static Path directory;
  private static Decoder decoder;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws IOException {
    Path models = Files.createDirectories(directory.resolve("models"));
    TestModels.copy(TestModels.all().resolve("tiny"), models.resolve("tiny"));
    decoder =
        Decoder.start(
            DecoderConfig.local(models, ExecutionSettings.cpu(), directory.resolve("artifacts")));
    channel = Channels.open("127.0.0.1:" + decoder.port());
  }

  @AfterAll
  static void stop() {
    Channels.close(channel);
    decoder.close();
  }

  @Test
  void writeBlob_whole_canBeReadFromAnyOffset() throws Exception {
    ByteString bytes = bytes(600_000);
    WriteBlobResponse stored = write("b1", bytes, sha256(bytes));

    assertThat(stored.getName()).matches("b1/" + sha256(bytes) + "-[0-9a-f]{16}");
    assertThat(stored.getSizeBytes()).isEqualTo(600_000);
    assertThat(read(stored.getName(), 0)).isEqualTo(bytes);
    assertThat(read(stored.getName(), 300_001)).isEqualTo(bytes.substring(300_001));
    assertThat(read(stored.getName(), 600_000)).isEmpty();
  }

  @Test
  void writeBlob_otherBytesThanWereSent_isRefused() {
    ByteString bytes = bytes(1000);

    assertThatThrownBy(() -> write("b2", bytes, sha256(bytes(999))))
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DATA_LOSS));
    assertThat(directory.resolve("artifacts/batches/b2")).doesNotExist();
  }

  @Test
  void writeBlob_endedBeforeItsDigest_leavesNothing() {
    assertThatThrownBy(() -> write("b3", bytes(1000), null))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("the stream ended before its digest");
    assertThat(incoming()).isZero();
  }

  @Test
  void writeBlob_idThatLeadsOutOfTheStore_isRefused() {
    assertThatThrownBy(() -> write("../b4", bytes(10), sha256(bytes(10))))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("1 to 64 lower-case letters and digits");
  }

  @Test
  void readBlob_unknown_isNotFound() {
    assertThatThrownBy(() -> read("b5/" + "0".repeat(64), 0))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  @Test
  void readBlob_offsetBehindItsEnd_isRefused() throws Exception {
    ByteString bytes = bytes(10);
    String name = write("b6", bytes, sha256(bytes)).getName();

    assertThatThrownBy(() -> read(name, 11)).hasMessageContaining("offset: 11 is not within");
    assertThatThrownBy(() -> read(name, -1)).hasMessageContaining("offset: -1 is not 0 or more");
  }

  @Test
  void writeBlob_sameBytesAgain_isAnotherBlob() throws Exception {
    ByteString bytes = bytes(10);
    String first = write("b8", bytes, sha256(bytes)).getName();
    String second = write("b8", bytes, sha256(bytes)).getName();
    var stub = DecoderServiceGrpc.newBlockingStub(channel);

    assertThat(names()).contains(first, second);
    stub.deleteBlob(DeleteBlobRequest.newBuilder().setName(first).build());

    assertThat(names()).contains(second).doesNotContain(first);
    assertThat(read(second, 0)).isEqualTo(bytes);
  }

  @Test
  void listBlobs_filesOfSomebodyElse_areNotNamed() throws Exception {
    Path batches = Files.createDirectories(directory.resolve("artifacts/batches/zz/z1"));
    Files.writeString(batches.resolve("notes"), "x");
    Files.writeString(directory.resolve("artifacts/batches/readme"), "x");
    ByteString bytes = bytes(10);
    String name = write("b9", bytes, sha256(bytes)).getName();

    assertThat(names())
        .contains(name)
        .allMatch(each -> each.matches("b\\d+/[0-9a-f]{64}-[0-9a-f]+"));
  }

  @Test
  void listBlobs_storeOfAnotherKafka_isRefusedAndNamesBoth() throws Exception {
    ByteString bytes = bytes(10);
    String name = write("b10", bytes, sha256(bytes)).getName();

    assertThat(names("cluster-1")).contains(name);
    assertThat(names("cluster-1")).contains(name);
    assertThatThrownBy(() -> names("cluster-2"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
              assertThat(Statuses.reason(e)).isEqualTo("STORE_OF_ANOTHER");
            })
        .hasMessageContainingAll("cluster-1", "cluster-2");
    assertThat(names()).contains(name);
    assertThatThrownBy(() -> names("a b")).hasMessageContaining("owner: a b is not");
  }

  private static List<String> names() {
    return names("");
  }

  private static List<String> names(String owner) {
    List<String> names = new ArrayList<>();
    DecoderServiceGrpc.newBlockingStub(channel)
        .listBlobs(ListBlobsRequest.newBuilder().setOwner(owner).build())
        .forEachRemaining(some -> names.addAll(some.getNamesList()));
    return names;
  }

  @Test
  void deleteBlob_twice_deletesOnce() throws Exception {
    ByteString bytes = bytes(10);
    String name = write("b7", bytes, sha256(bytes)).getName();
    var stub = DecoderServiceGrpc.newBlockingStub(channel);
    DeleteBlobRequest request = DeleteBlobRequest.newBuilder().setName(name).build();

    assertThat(stub.deleteBlob(request).getDeleted()).isTrue();
    assertThat(stub.deleteBlob(request).getDeleted()).isFalse();
  }

  /** Null for no digest. */
  private static WriteBlobResponse write(String batch, ByteString bytes, String sha256)
      throws Exception {
    BlockingClientCall<WriteBlobRequest, WriteBlobResponse> call =
        DecoderServiceGrpc.newBlockingV2Stub(channel).writeBlob();
    call.write(WriteBlobRequest.newBuilder().setBatchId(batch).build());
    for (int from = 0; from < bytes.size(); from += 100_000) {
      ByteString piece = bytes.substring(from, Math.min(bytes.size(), from + 100_000));
      call.write(WriteBlobRequest.newBuilder().setData(piece).build());
    }
    if (sha256 != null) {
      call.write(WriteBlobRequest.newBuilder().setSha256(sha256).build());
    }
    call.halfClose();
    return call.read();
  }

  private static ByteString read(String name, long offset) {
    ByteString[] all = {ByteString.EMPTY};
    DecoderServiceGrpc.newBlockingStub(channel)
        .readBlob(ReadBlobRequest.newBuilder().setName(name).setOffset(offset).build())
        .forEachRemaining(piece -> all[0] = all[0].concat(piece.getData()));
    return all[0];
  }

  private static long incoming() {
    try (Stream<Path> files = Files.list(directory.resolve("artifacts/.incoming"))) {
      return files.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static ByteString bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private static String sha256(ByteString bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
