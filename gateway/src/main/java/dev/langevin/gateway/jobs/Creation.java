package dev.langevin.gateway.jobs;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.Completion;
import dev.langevin.gateway.admission.Identity;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.policy.ContentPolicy;
import dev.langevin.gateway.quotas.Quotas;
import dev.langevin.gateway.webhooks.Webhooks;
import dev.langevin.runtime.generations.Acceptance;
import dev.langevin.runtime.generations.GenerationLog;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.generations.WorkQueue;
import dev.langevin.runtime.logging.LogFields;
import dev.langevin.runtime.topics.Shards;
import dev.langevin.runtime.trace.Trace;
import dev.langevin.runtime.trace.TraceSpan;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.RetryGenerationRequest;
import dev.langevin.v1.Webhook;
import java.time.Clock;
import java.util.Optional;

/** Accepts jobs, and obeys what was accepted: of two gateways with the same request_id one wins. */
public final class Creation {
  private final GenerationLog log;
  private final Acceptance acceptance;
  private final Fleet fleet;
  private final Webhooks webhooks;
  private final Clock clock;
  private final int queueLimit;
  private final long queueBytes;
  private final EndRate rate;
  private final Quotas quotas;
  private final ContentPolicy policy;

  /**
   * @param shards how many queues each pool has
   * @param queueLimit generations that have not ended, at most
   * @param queueBytes bytes of their snapshots, at most
   * @param rate how fast they end
   * @param quotas what each tenant may have of that
   * @param policy what nobody may ask for
   */
  public Creation(
      GenerationLog log,
      WorkQueue queue,
      Shards shards,
      Fleet fleet,
      Webhooks webhooks,
      Clock clock,
      int queueLimit,
      long queueBytes,
      EndRate rate,
      Quotas quotas,
      ContentPolicy policy) {
    this.log = log;
    this.acceptance = new Acceptance(queue, log, shards);
    this.fleet = fleet;
    this.webhooks = webhooks;
    this.clock = clock;
    this.queueLimit = queueLimit;
    this.queueBytes = queueBytes;
    this.rate = rate;
    this.quotas = quotas;
    this.policy = policy;
  }

  /** Accepts a job, or returns the one that its request_id already has. */
  public Snapshot create(Caller caller, CreateGenerationRequest create) {
    try (TraceSpan span = Trace.current().root("gateway.create")) {
      return span.failing(() -> created(caller, create, span));
    }
  }

  /**
   * Accepts a job with the stored request of one that failed or was cancelled, or returns the one
   * that the request_id already has, even if the old one is gone by now.
   */
  public Snapshot retry(Caller caller, RetryGenerationRequest retry) {
    try (TraceSpan span = Trace.current().root("gateway.retry")) {
      return span.failing(() -> retried(caller, retry, span));
    }
  }

  private Snapshot created(Caller caller, CreateGenerationRequest create, TraceSpan span) {
    RequestRules.check(create);
    Submission submission =
        new Submission(
            caller.tenant(), create.getRequestId(), Identity.hashOf(create.getGeneration()), "");
    span.set("langevin.generation", submission.id());
    return LogFields.generation(
        submission.id(),
        () ->
            known(submission)
                .orElseGet(() -> accept(submission, create.getGeneration(), webhook(create))));
  }

  private Snapshot retried(Caller caller, RetryGenerationRequest retry, TraceSpan span) {
    RequestRules.check(retry);
    String id = retry.getId();
    Submission submission =
        new Submission(caller.tenant(), retry.getRequestId(), Identity.hashOfRetry(id), id);
    span.set("langevin.generation", submission.id());
    return LogFields.generation(
        submission.id(),
        () ->
            known(submission)
                .orElseGet(
                    () -> {
                      Generation failed = failed(caller.tenant(), id);
                      return accept(submission, failed.getRequest(), failed.getWebhook());
                    }));
  }

  private Webhook webhook(CreateGenerationRequest create) {
    if (create.hasWebhook()) {
      webhooks.check(create.getWebhook());
    }
    return create.getWebhook();
  }

  private Generation failed(String tenant, String id) {
    Generation origin = Generations.existing(tenant, id, log.get(id)).getGeneration();
    return switch (origin.getState()) {
      case STATE_FAILED, STATE_CANCELLED -> origin;
      case STATE_QUEUED,
          STATE_RUNNING,
          STATE_SUCCEEDED,
          STATE_FILTERED,
          STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          throw GatewayException.notRetryable(id, Snapshots.name(origin.getState()));
    };
  }

  private Optional<Snapshot> known(Submission submission) {
    return submission.requestId().isEmpty()
        ? Optional.empty()
        : log.get(submission.id()).map(submission::own);
  }

  private Snapshot accept(Submission submission, GenerationRequest request, Webhook webhook) {
    Completion.Completed completed =
        Completion.complete(request, fleet.toFind(request.getModel()), submission.id());
    int unfinished = log.unfinished();
    if (unfinished >= queueLimit) {
      throw GatewayException.queueFull(
          "%,d generations have not ended".formatted(unfinished),
          rate.until(unfinished - queueLimit + 1));
    }
    if (log.unfinishedBytes() >= queueBytes) {
      throw GatewayException.queueFull(
          "generations of %,d bytes have not ended".formatted(log.unfinishedBytes()),
          rate.until(1));
    }
    quotas.requireRoom(submission.tenant(), completed.rows());
    Work.Builder work =
        Work.newBuilder()
            .setGenerationId(submission.id())
            .setWorkId(Identity.randomId())
            .setRequestHash(submission.hash())
            .setRequest(policy.admit(submission.tenant(), completed.request()))
            .setTenant(submission.tenant())
            .setCreateTime(Snapshots.timestamp(clock.instant()))
            .setRequestId(submission.requestId())
            .setOrigin(submission.origin())
            .setTraceId(Trace.current().recorded().orElse(""))
            .setRows(completed.rows());
    if (!webhook.equals(Webhook.getDefaultInstance())) {
      work.setWebhook(webhook);
    }
    return quotas.admitted(
        submission.tenant(),
        completed.rows(),
        () -> submission.own(acceptance.accept(completed.entry().pool(), work.build())));
  }
}
