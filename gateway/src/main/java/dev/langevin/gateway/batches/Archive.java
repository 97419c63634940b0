package dev.langevin.gateway.batches;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.util.JsonFormat;
import dev.langevin.gateway.artifacts.Artifacts;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.BatchResult;
import dev.langevin.v1.DownloadBatchResponse;
import dev.langevin.v1.Generation.State;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP archive that is made while it is sent. The manifest comes first, and the pictures are those
 * that it names, even if there are more by the time they are sent.
 */
final class Archive {
  private static final int PIECE = 64 << 10;
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();

  /** Tells of every line, in the order of the file. */
  interface Lines {
    void tell(Sink<BatchResult> sink) throws InterruptedException;
  }

  private final Artifacts artifacts;
  private final ZipOutputStream zip;
  private final long millis;
  private final BitSet succeeded = new BitSet();

  /**
   * @param seconds the time of its entries, since 1970
   */
  Archive(Artifacts artifacts, Sink<DownloadBatchResponse> sink, long seconds) {
    this.artifacts = artifacts;
    this.millis = seconds * 1000;
    zip = new ZipOutputStream(new BufferedOutputStream(new Pieces(sink), PIECE));
    zip.setLevel(Deflater.NO_COMPRESSION); // pictures are compressed already
  }

  void manifest(Lines lines) throws InterruptedException {
    begin("manifest.jsonl");
    lines.tell(
        result -> {
          if (result.getState() == State.STATE_SUCCEEDED) {
            succeeded.set(result.getLine());
          }
          write((json(result) + "\n").getBytes(StandardCharsets.UTF_8));
        });
  }

  void pictures(Lines lines) throws InterruptedException {
    lines.tell(
        result -> {
          if (succeeded.get(result.getLine())) {
            for (Artifact artifact : result.getArtifactsList()) {
              begin("%06d-%d.png".formatted(result.getLine(), artifact.getIndex()));
              artifacts.read(artifact, piece -> write(piece.toByteArray()));
            }
          }
        });
  }

  void end() throws InterruptedException {
    try {
      zip.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static String json(BatchResult result) {
    try {
      return JSON.print(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin(String name) throws InterruptedException {
    try {
      ZipEntry entry = new ZipEntry(name);
      entry.setTime(millis);
      zip.putNextEntry(entry);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(byte[] bytes) throws InterruptedException {
    try {
      zip.write(bytes);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static InterruptedException failed(IOException e) {
    if (e instanceof InterruptedIOException) {
      return new InterruptedException(e.getMessage());
    }
    throw new UncheckedIOException(e);
  }

  /** What is written, as messages. */
  private static final class Pieces extends OutputStream {
    private final Sink<DownloadBatchResponse> sink;

    Pieces(Sink<DownloadBatchResponse> sink) {
      this.sink = sink;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      ByteString copy =
          UnsafeByteOperations.unsafeWrap(Arrays.copyOfRange(bytes, from, from + length));
      try {
        sink.send(DownloadBatchResponse.newBuilder().setData(copy).build());
      } catch (InterruptedException e) {
        throw new InterruptedIOException(e.getMessage());
      }
    }
  }
}
