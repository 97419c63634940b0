package dev.langevin.gateway.batches;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.Identity;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.gateway.policy.ContentPolicy;
import dev.langevin.gateway.quotas.Quota;
import dev.langevin.gateway.quotas.Quotas;
import dev.langevin.gateway.webhooks.Webhooks;
import dev.langevin.runtime.batches.BatchFold;
import dev.langevin.runtime.batches.BatchLog;
import dev.langevin.runtime.batches.BatchSnapshots;
import dev.langevin.runtime.batches.FeedQueue;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.Tenants;
import dev.langevin.v1.Batch;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateBatchRequest.PartCase;
import dev.langevin.v1.CreateBatchResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts files of requests. Lines are checked while they come in, and stored; once the file is
 * there and in order, the feeder's record is written, and then the batch's first snapshot, which is
 * read back and obeyed.
 */
public final class BatchCreation {
  private static final Logger LOG = LoggerFactory.getLogger(BatchCreation.class);

  /** How long to wait before another file: one is in within seconds. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final BatchLog log;
  private final FeedQueue queue;
  private final Blobs blobs;
  private final Fleet fleet;
  private final Webhooks webhooks;
  private final Quotas quotas;
  private final ContentPolicy policy;
  private final Clock clock;
  private final Semaphore uploads = new Semaphore(BatchRules.UPLOADS);

  /** Into this log, this queue and this store. */
  public BatchCreation(
      BatchLog log,
      FeedQueue queue,
      Blobs blobs,
      Fleet fleet,
      Webhooks webhooks,
      Quotas quotas,
      ContentPolicy policy,
      Clock clock) {
    this.log = log;
    this.queue = queue;
    this.blobs = blobs;
    this.fleet = fleet;
    this.webhooks = webhooks;
    this.quotas = quotas;
    this.policy = policy;
    this.clock = clock;
  }

  /** Accepts a file, or returns the batch that its request_id already has. */
  public CreateBatchResponse create(String tenant, Source<CreateBatchRequest> parts)
      throws InterruptedException {
    if (!uploads.tryAcquire()) {
      throw GatewayException.tooMany("uploads", BatchRules.UPLOADS, RETRY);
    }
    try {
      return taken(tenant, parts);
    } finally {
      uploads.release();
    }
  }

  private CreateBatchResponse taken(String tenant, Source<CreateBatchRequest> parts)
      throws InterruptedException {
    BatchHeader header = header(parts.next());
    String requestId = header.getRequestId();
    String id =
        requestId.isEmpty() ? Identity.randomId() : Identity.idOf(tenant, "batch\0" + requestId);
    Upload upload = new Upload(header, parts);
    Optional<BatchSnapshot> known = requestId.isEmpty() ? Optional.empty() : log.get(id);
    if (known.isPresent()) {
      upload.readThrough();
      return response(own(known.get(), requestId, upload.hash()));
    }
    if (header.hasWebhook()) {
      webhooks.checkOfBatch(header.getWebhook());
    }
    if (log.list(BatchRules.UNFINISHED, null, BatchCreation::unfinished).size()
        >= BatchRules.UNFINISHED) {
      throw GatewayException.tooManyBatches(BatchRules.UNFINISHED);
    }
    quotas.requireBatch(tenant, unfinished(tenant));
    BatchIntake intake =
        new BatchIntake(
            new LineAdmission(id, tenant, fleet.refreshed().required(), quotas, policy),
            header.getSkipInvalid(),
            blobs.upload(id));
    try (intake) {
      upload.read(intake);
      if (!intake.acceptable()) {
        return CreateBatchResponse.newBuilder().addAllBadLines(intake.faults()).build();
      }
      BatchSnapshot accepted = accept(tenant, id, header, upload.hash(), intake);
      return response(accepted).toBuilder().addAllBadLines(intake.faults()).build();
    }
  }

  private BatchSnapshot accept(
      String tenant, String id, BatchHeader header, ByteString hash, BatchIntake intake)
      throws InterruptedException {
    quotas.requireBatch(tenant, unfinished(tenant)); // others may have come in meanwhile
    Quota quota = quotas.of(tenant);
    String blob = intake.store();
    BatchSnapshot.Builder snapshot =
        BatchSnapshot.newBuilder()
            .setBatch(
                Batch.newBuilder()
                    .setId(id)
                    .setLines(intake.lines())
                    .setSkipped(intake.skipped())
                    .setCreateTime(Snapshots.timestamp(clock.instant()))
                    .putAllLabels(header.getLabelsMap())
                    .setRequestId(header.getRequestId()))
            .setTenant(tenant)
            .setLinesAtOnce(quota.linesAtOnce())
            .setRowsPerMinute(quota.batchRowsPerMinute())
            .setRequestHash(hash)
            .setWorkId(Identity.randomId())
            .setBlob(blob);
    if (header.hasWebhook()) {
      snapshot.getBatchBuilder().setWebhook(header.getWebhook());
    }
    BatchSnapshot first = BatchSnapshots.accepted(snapshot);
    // From here on it may be accepted even if Kafka stays silent, so the blob stays.
    queue.put(first);
    BatchSnapshot folded = log.write(first).folded();
    if (!folded.getBlob().equals(blob)) {
      discard(blob); // another gateway was faster
    }
    return own(folded, header.getRequestId(), hash);
  }

  private void discard(String blob) {
    try {
      blobs.delete(blob);
    } catch (GatewayException e) {
      LOG.warn("A blob that nobody needs stays in the store: {}", e.getMessage());
    }
  }

  private static BatchHeader header(CreateBatchRequest first) {
    if (first == null || first.getPartCase() != PartCase.HEADER) {
      throw GatewayException.invalid("header: absent; the first message has to bring it");
    }
    RequestRules.checkFields(first);
    RequestRules.check(first.getHeader());
    return first.getHeader();
  }

  private int unfinished(String tenant) {
    return log.list(
            BatchRules.UNFINISHED,
            null,
            snapshot -> unfinished(snapshot) && Tenants.of(snapshot).equals(tenant))
        .size();
  }

  private static boolean unfinished(BatchSnapshot snapshot) {
    return !BatchFold.ended(snapshot.getBatch().getState());
  }

  private static BatchSnapshot own(BatchSnapshot folded, String requestId, ByteString hash) {
    boolean deleted = BatchFold.deleted(folded);
    if (deleted || !folded.getRequestHash().equals(hash)) {
      throw GatewayException.batchRequestIdTaken(requestId, folded.getBatch().getId(), deleted);
    }
    return folded;
  }

  private static CreateBatchResponse response(BatchSnapshot snapshot) {
    return CreateBatchResponse.newBuilder().setBatch(snapshot.getBatch()).build();
  }
}
