package dev.langevin.gateway.batches;

import dev.langevin.gateway.GatewayException;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DeleteBlobRequest;
import dev.langevin.internal.v1.DeleteBlobResponse;
import dev.langevin.internal.v1.ListBlobsRequest;
import dev.langevin.internal.v1.ListBlobsResponse;
import dev.langevin.internal.v1.ReadBlobRequest;
import dev.langevin.internal.v1.ReadBlobResponse;
import dev.langevin.runtime.batches.LineDecoder;
import dev.langevin.runtime.grpc.ChannelSet;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.grpc.Statuses;
import dev.langevin.runtime.grpc.Unread;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of batches in the store of the decoders. */
public final class Blobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);
  private static final long DELETE_SECONDS = 10;
  private static final long LIST_SECONDS = 60;

  private final ChannelSet decoders;
  private final AtomicBoolean told = new AtomicBoolean();

  /** At these decoders, which share a store or have one each. */
  public Blobs(Peers decoders) {
    this.decoders = decoders.channels();
  }

  /** Begins to store a batch's lines. */
  BlobUpload upload(String batchId) throws InterruptedException {
    List<ManagedChannel> some = new ArrayList<>();
    decoders.now().forEach(decoder -> some.add(decoder.channel()));
    if (some.isEmpty()) {
      throw unavailable(batchId, none());
    }
    Collections.shuffle(some);
    some.sort(Comparator.comparing(c -> c.getState(true) != ConnectivityState.READY));
    return BlobUpload.begin(some.getFirst(), batchId);
  }

  /** What is done with a line. */
  interface Reader {
    /** Takes a line; false to read no more. */
    boolean line(BatchLine line) throws InterruptedException;
  }

  /** Reads a batch's lines, in the order of the file, from the first decoder that has them. */
  void read(String name, Reader reader) throws InterruptedException {
    Status last = none();
    for (ChannelSet.Link decoder : decoders.now()) {
      boolean[] begun = {false};
      try {
        read(
            decoder.channel(),
            name,
            line -> {
              begun[0] = true;
              return reader.line(line);
            });
        return;
      } catch (StatusException e) {
        last = e.getStatus();
        LOG.debug("A decoder does not hand out {}: {}", name, last);
        if (begun[0]) {
          break;
        }
      }
    }
    throw unavailable(name, last);
  }

  private static void read(ManagedChannel decoder, String name, Reader reader)
      throws InterruptedException, StatusException {
    BlockingClientCall<?, ReadBlobResponse> call =
        DecoderServiceGrpc.newBlockingV2Stub(decoder)
            .readBlob(ReadBlobRequest.newBuilder().setName(name).build());
    try {
      LineDecoder lines = new LineDecoder(0);
      for (ReadBlobResponse piece = call.read(); piece != null; piece = call.read()) {
        lines.take(piece.getData());
        for (BatchLine line = lines.next(); line != null; line = lines.next()) {
          if (!reader.line(line)) {
            return;
          }
        }
      }
    } finally {
      Unread.drop(call);
    }
  }

  /**
   * The names of all blobs of those decoders that answer, and whose store belongs to this Kafka.
   *
   * @param owner id of the Kafka cluster
   */
  Set<String> names(String owner) throws InterruptedException {
    Set<String> names = new HashSet<>();
    for (ChannelSet.Link decoder : decoders.now()) {
      BlockingClientCall<?, ListBlobsResponse> call =
          DecoderServiceGrpc.newBlockingV2Stub(decoder.channel())
              .withDeadlineAfter(LIST_SECONDS, TimeUnit.SECONDS)
              .listBlobs(ListBlobsRequest.newBuilder().setOwner(owner).build());
      try {
        for (ListBlobsResponse some = call.read(); some != null; some = call.read()) {
          names.addAll(some.getNamesList());
        }
      } catch (StatusException e) {
        LOG.debug("A decoder does not name its blobs: {}", e.getStatus());
        // What a decoder says whose store has another Kafka's batches.
        if (Statuses.reason(e).equals("STORE_OF_ANOTHER") && !told.getAndSet(true)) {
          LOG.error("No lines are deleted there: {}", e.getStatus().getDescription());
        }
      }
    }
    return names;
  }

  /**
   * Deletes a blob, at every decoder until one says that they share a store.
   *
   * @throws GatewayException if one of them could not
   */
  void delete(String name) {
    GatewayException failure = null;
    for (ChannelSet.Link decoder : decoders.now()) {
      try {
        DeleteBlobResponse answer =
            DecoderServiceGrpc.newBlockingV2Stub(decoder.channel())
                .withDeadlineAfter(DELETE_SECONDS, TimeUnit.SECONDS)
                .deleteBlob(DeleteBlobRequest.newBuilder().setName(name).build());
        if (answer.getShared()) {
          return;
        }
      } catch (StatusException e) {
        failure = unavailable(name, e.getStatus());
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    decoders.close();
  }

  private Status none() {
    return Status.UNAVAILABLE.withDescription("no decoder is known; " + decoders.problem());
  }

  static GatewayException unavailable(String name, Status status) {
    LOG.warn("The lines of a batch, {}: {}", name, status); // which tells addresses inside
    return GatewayException.storeUnavailable(
        "the lines of a batch, %s: %s".formatted(name, status.getCode()));
  }
}
