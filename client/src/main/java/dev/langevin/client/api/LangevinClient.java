package dev.langevin.client.api;

import dev.langevin.client.CommandException;
import dev.langevin.client.local.ApiKey;
import dev.langevin.client.local.Trust;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.ListModelsRequest;
import dev.langevin.v1.Model;
import dev.langevin.v1.Webhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Makes pictures at a cluster of gateways. Calls block, which costs a virtual thread nothing;
 * {@link Job#end} is a future. A gateway that goes is replaced by the next, a full queue is waited
 * for, and what is asked for twice on the way is made once. Thread-safe.
 *
 * <p>Calls throw {@link io.grpc.StatusRuntimeException} when no gateway can do what is asked:
 * INVALID_ARGUMENT names field, value and what is allowed.
 */
public final class LangevinClient implements AutoCloseable {
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

  private final Gateways gateways;
  private final Duration deadline;

  private LangevinClient(Gateways gateways, Duration deadline) {
    this.gateways = gateways;
    this.deadline = deadline;
  }

  /**
   * A client of these gateways, {@code host:port} or {@code https://host:port} each, with the usual
   * settings.
   */
  public static LangevinClient connect(String... gateways) {
    Builder builder = builder();
    for (String gateway : gateways) {
      builder.gateway(gateway);
    }
    return builder.build();
  }

  /** A client with settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Settings of a client. */
  public static final class Builder {
    private final List<String> gateways = new ArrayList<>();
    private Duration deadline = Duration.ofSeconds(30);
    private Trust trust = Trust.OF_JAVA;
    private ApiKey key = ApiKey.NONE;

    private Builder() {}

    /** One more gateway: {@code host:port}, or {@code https://host:port} to reach it over TLS. */
    public Builder gateway(String address) {
      gateways.add(address);
      return this;
    }

    /** Signs in with this API key or token. Default none. */
    public Builder apiKey(String secret) {
      try {
        key = ApiKey.of("apiKey", secret);
      } catch (CommandException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
      return this;
    }

    /** How long one attempt of a call may take, save those that wait for a job. Default 30 s. */
    public Builder deadline(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("deadline: %s is not more than 0".formatted(time));
      }
      deadline = time;
      return this;
    }

    /** Trusts gateways whose certificates are signed by those of this PEM file, and no others. */
    public Builder authority(Path file) {
      trust = new Trust(named("authority", file), trust.certificate(), trust.key());
      return this;
    }

    /**
     * Shows a certificate to gateways that ask for one.
     *
     * @param chain PEM file of it and of those between it and the authority
     * @param key PEM file of its key, as PKCS #8 without a password
     */
    public Builder certificate(Path chain, Path key) {
      trust = new Trust(trust.authority(), named("certificate", chain), named("key", key));
      return this;
    }

    private static Optional<Trust.Named> named(String by, Path file) {
      return Optional.of(new Trust.Named(by, file));
    }

    /**
     * Connects on the first call.
     *
     * @throws IllegalArgumentException if an address or a file can't be used, or an authority or a
     *     certificate is named and a gateway is without TLS
     */
    public LangevinClient build() {
      if (gateways.isEmpty()) {
        throw new IllegalArgumentException("gateways: none; at least one host:port is needed");
      }
      if (!trust.equals(Trust.OF_JAVA)) {
        gateways.forEach(Builder::requireTls);
      }
      return new LangevinClient(new Gateways(gateways, trust, key), deadline);
    }

    /** What would promise safety where there is none, for keys too, is refused. */
    private static void requireTls(String gateway) {
      if (!gateway.startsWith("https://")) {
        throw new IllegalArgumentException(
            "gateways: %s is without TLS, and authority and certificate are of no use for it; name it as https://HOST:PORT"
                .formatted(gateway));
      }
    }
  }

  /** Has a job made, durably; it may be followed at once, or by its id much later. */
  public Job submit(GenerationRequest request) {
    return submit(request, "java-" + UUID.randomUUID());
  }

  /**
   * The same, idempotent for 24 hours: the same id with the same request is the same job.
   *
   * @param requestId 1 to 128 characters of A-Z a-z 0-9 . _ : -
   */
  public Job submit(GenerationRequest request, String requestId) {
    return create(CreateGenerationRequest.newBuilder().setGeneration(request), requestId);
  }

  /** The same, with somebody who is told over HTTP what becomes of it. */
  public Job submit(GenerationRequest request, String requestId, Webhook webhook) {
    return create(
        CreateGenerationRequest.newBuilder().setGeneration(request).setWebhook(webhook), requestId);
  }

  /** Has pictures made, and waits for them; as {@link #submit} and {@link Job#pictures}. */
  public List<Picture> generate(GenerationRequest request) {
    return submit(request).pictures();
  }

  /** A job by its id; whether there is one is seen when it is asked for something. */
  public Job job(String id) {
    return new Job(gateways, deadline, id);
  }

  /** The models and what each can do; the server's default first. */
  public List<Model> models() {
    return gateways
        .call(
            (stub, answered) ->
                stub.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .listModels(ListModelsRequest.getDefaultInstance()))
        .getModelsList();
  }

  /** Ends calls that run. */
  @Override
  public void close() {
    gateways.close();
  }

  private Job create(CreateGenerationRequest.Builder request, String requestId) {
    if (!REQUEST_ID.matcher(requestId).matches()) {
      throw new IllegalArgumentException(
          "requestId: \"%s\" is not 1 to 128 characters of A-Z a-z 0-9 . _ : -"
              .formatted(requestId));
    }
    CreateGenerationRequest message = request.setRequestId(requestId).build();
    Generation created =
        gateways
            .call(
                (stub, answered) ->
                    stub.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
                        .createGeneration(message))
            .getGeneration();
    return job(created.getId());
  }
}
