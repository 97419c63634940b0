package dev.langevin.gateway;

import com.google.protobuf.ByteString;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.artifacts.Artifacts;
import dev.langevin.gateway.audit.Audit;
import dev.langevin.gateway.catalog.Catalog;
import dev.langevin.gateway.catalog.Entry;
import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.gateway.jobs.Creation;
import dev.langevin.gateway.jobs.Deletion;
import dev.langevin.gateway.jobs.Event;
import dev.langevin.gateway.jobs.Generations;
import dev.langevin.gateway.jobs.Overview;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.gateway.jobs.Watching;
import dev.langevin.gateway.system.SystemView;
import dev.langevin.gateway.webhooks.Webhooks;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.CancelGenerationRequest;
import dev.langevin.v1.CancelGenerationResponse;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.CreateGenerationResponse;
import dev.langevin.v1.DeleteGenerationRequest;
import dev.langevin.v1.DeleteGenerationResponse;
import dev.langevin.v1.GenerateRequest;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GetArtifactRequest;
import dev.langevin.v1.GetArtifactResponse;
import dev.langevin.v1.GetGenerationRequest;
import dev.langevin.v1.GetGenerationResponse;
import dev.langevin.v1.GetSystemRequest;
import dev.langevin.v1.GetSystemResponse;
import dev.langevin.v1.InlineImage;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.ListGenerationsResponse;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.ListModelsResponse;
import dev.langevin.v1.ListWebhookDeliveriesRequest;
import dev.langevin.v1.ListWebhookDeliveriesResponse;
import dev.langevin.v1.Model;
import dev.langevin.v1.RedeliverWebhookRequest;
import dev.langevin.v1.RedeliverWebhookResponse;
import dev.langevin.v1.RetryGenerationRequest;
import dev.langevin.v1.RetryGenerationResponse;
import dev.langevin.v1.WatchGenerationRequest;
import dev.langevin.v1.WatchGenerationResponse;
import dev.langevin.v1.WatchGenerationsRequest;
import dev.langevin.v1.WatchGenerationsResponse;
import dev.langevin.v1.WebhookDelivery;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public API as blocking calls, for virtual threads: what every transport of the edge calls.
 * Failures are {@link GatewayException}s, or {@link
 * dev.langevin.runtime.generations.LogUnavailableException} when Kafka is away.
 *
 * @param creation accepts jobs
 * @param generations shows and cancels them
 * @param deletion deletes them
 * @param watching follows them
 * @param overview follows all of them
 * @param fleet knows the models
 * @param artifacts hand out bytes
 * @param webhooks knows what was sent to webhooks
 * @param system how the system is
 * @param audit notes who changed what
 * @param inlineLimit images under this many bytes come with the last message of {@link #generate}
 */
public record Api(
    Creation creation,
    Generations generations,
    Deletion deletion,
    Watching watching,
    Overview overview,
    Fleet fleet,
    Artifacts artifacts,
    Webhooks webhooks,
    SystemView system,
    Audit audit,
    int inlineLimit) {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  /** Accepts a job, durably. */
  public CreateGenerationResponse create(Caller caller, CreateGenerationRequest request) {
    return CreateGenerationResponse.newBuilder()
        .setGeneration(generations.view(created(caller, request)))
        .build();
  }

  /** Accepts a job with the request of one that failed or was cancelled. */
  public RetryGenerationResponse retry(Caller caller, RetryGenerationRequest request) {
    Snapshot retried =
        audit.noted(
            caller,
            "RetryGeneration",
            request.getId(),
            () -> creation.retry(caller, request),
            snapshot -> snapshot.getGeneration().getId());
    return RetryGenerationResponse.newBuilder().setGeneration(generations.view(retried)).build();
  }

  /** One job as it stands. */
  public GetGenerationResponse get(Caller caller, GetGenerationRequest request) {
    RequestRules.checkFields(request);
    return GetGenerationResponse.newBuilder()
        .setGeneration(generations.get(caller.tenant(), request.getId()))
        .build();
  }

  /** A page of jobs. */
  public ListGenerationsResponse list(Caller caller, ListGenerationsRequest request) {
    return generations.list(caller.tenant(), request);
  }

  /** Cancels a job. */
  public CancelGenerationResponse cancel(Caller caller, CancelGenerationRequest request) {
    RequestRules.checkFields(request);
    String id = request.getId();
    Generation cancelled =
        audit.noted(
            caller,
            "CancelGeneration",
            id,
            () -> generations.cancel(caller.tenant(), id),
            Generation::getId);
    return CancelGenerationResponse.newBuilder().setGeneration(cancelled).build();
  }

  /** Deletes a job that has ended. */
  public DeleteGenerationResponse delete(Caller caller, DeleteGenerationRequest request) {
    RequestRules.checkFields(request);
    String id = request.getId();
    Generation deleted =
        audit.noted(
            caller,
            "DeleteGeneration",
            id,
            () -> deletion.delete(caller.tenant(), id),
            Generation::getId);
    return DeleteGenerationResponse.newBuilder().setGeneration(deleted).build();
  }

  /** The models, asked for anew if none is known yet or the request says so. */
  public ListModelsResponse models(Caller caller, ListModelsRequest request) {
    RequestRules.checkFields(request);
    Catalog catalog =
        request.getRefresh()
            ? audit.noted(
                caller,
                "ListModels(refresh)",
                "",
                () -> {
                  caller.require(Scope.ADMIN);
                  return fleet.scanned();
                },
                scanned -> "")
            : fleet.now();
    if (catalog.entries().isEmpty()) {
      catalog = fleet.refreshed();
    }
    return ListModelsResponse.newBuilder().addAllModels(catalog.required().models()).build();
  }

  /** The model that a name means; the server's first for the empty name. */
  public Optional<Model> model(String name) {
    Catalog catalog = fleet.now();
    if (name.isEmpty() ? catalog.entries().isEmpty() : catalog.find(name).isEmpty()) {
      catalog = fleet.refreshed().required();
    }
    return name.isEmpty()
        ? catalog.models().stream().findFirst()
        : catalog.find(name).map(Entry::model);
  }

  /** Follows a job to its end. */
  public void watch(
      Caller caller, WatchGenerationRequest request, Sink<WatchGenerationResponse> sink)
      throws InterruptedException {
    RequestRules.checkFields(request);
    watching.watch(
        caller.tenant(),
        request.getId(),
        event -> {
          WatchGenerationResponse.Builder message = WatchGenerationResponse.newBuilder();
          sink.send(
              (switch (event) {
                    case Event.Changed changed -> message.setGeneration(changed.generation());
                    case Event.Advanced advanced -> message.setProgress(advanced.progress());
                  })
                  .build());
        });
  }

  /** Follows all jobs of a tenant until the call ends. */
  public void watchAll(
      Caller caller, WatchGenerationsRequest request, Sink<WatchGenerationsResponse> sink)
      throws InterruptedException {
    RequestRules.check(request);
    overview.watch(caller.tenant(), request.getIdsList().stream().distinct().toList(), sink);
  }

  /** Accepts a job and follows it to its end; the last message brings the small images. */
  public void generate(Caller caller, GenerateRequest request, Sink<GenerateResponse> sink)
      throws InterruptedException {
    RequestRules.checkFields(request);
    CreateGenerationRequest.Builder create =
        CreateGenerationRequest.newBuilder().setRequestId(request.getRequestId());
    if (request.hasGeneration()) {
      create.setGeneration(request.getGeneration());
    }
    Snapshot created = created(caller, create.build());
    watching.watch(
        caller.tenant(),
        created.getGeneration().getId(),
        event -> {
          GenerateResponse.Builder message = GenerateResponse.newBuilder();
          sink.send(
              (switch (event) {
                    case Event.Changed changed -> withImages(message, changed.generation());
                    case Event.Advanced advanced -> message.setProgress(advanced.progress());
                  })
                  .build());
        });
  }

  /**
   * One job when it has ended, or how it stands when the time is over.
   *
   * @param patience how long to wait, at most
   */
  public Generation await(Caller caller, String id, Duration patience) throws InterruptedException {
    return watching.await(caller.tenant(), id, patience);
  }

  /** What is known of an artifact that counts. */
  public Artifact artifactNamed(Caller caller, String name) {
    return artifacts.find(caller.tenant(), name);
  }

  /** Where the store itself hands out an artifact that counts, for a while, if it does. */
  public Optional<String> link(Artifact artifact) {
    return artifacts.link(artifact);
  }

  /** All bytes of an artifact that counts. */
  public ByteString bytes(Artifact artifact) throws InterruptedException {
    return artifacts.bytes(artifact, Math.toIntExact(artifact.getSizeBytes()));
  }

  /** Sends an artifact's bytes. */
  public void artifact(Caller caller, GetArtifactRequest request, Sink<GetArtifactResponse> sink)
      throws InterruptedException {
    RequestRules.checkFields(request);
    artifacts.read(
        caller.tenant(),
        request.getName(),
        piece -> sink.send(GetArtifactResponse.newBuilder().setData(piece).build()));
  }

  /** A page of deliveries to webhooks. */
  public ListWebhookDeliveriesResponse deliveries(
      Caller caller, ListWebhookDeliveriesRequest request) {
    return webhooks.list(caller.tenant(), request);
  }

  /** Sends a delivery to a webhook again. */
  public RedeliverWebhookResponse redeliver(Caller caller, RedeliverWebhookRequest request) {
    WebhookDelivery again =
        audit.noted(
            caller,
            "RedeliverWebhook",
            request.getId(),
            () -> webhooks.again(caller.tenant(), request),
            WebhookDelivery::getId);
    return RedeliverWebhookResponse.newBuilder().setDelivery(again).build();
  }

  /** How the system is. */
  public GetSystemResponse state(Caller caller, GetSystemRequest request) {
    return system.get(caller, request);
  }

  private Snapshot created(Caller caller, CreateGenerationRequest request) {
    return audit.noted(
        caller,
        "CreateGeneration",
        "",
        () -> creation.create(caller, request),
        snapshot -> snapshot.getGeneration().getId());
  }

  /** Only a job that succeeded has artifacts. */
  private GenerateResponse.Builder withImages(
      GenerateResponse.Builder message, Generation generation) throws InterruptedException {
    message.setGeneration(generation);
    for (Artifact artifact : generation.getArtifactsList()) {
      if (artifact.getSizeBytes() < inlineLimit) {
        try {
          ByteString bytes = artifacts.bytes(artifact, inlineLimit);
          message.addImages(InlineImage.newBuilder().setName(artifact.getName()).setData(bytes));
        } catch (GatewayException e) {
          // The job has succeeded all the same; GetArtifact says what is wrong, or has the bytes by
          // then.
          LOG.warn("An image is not sent along: {}", e.getMessage());
        }
      }
    }
    return message;
  }
}
