package dev.langevin.gateway;

import dev.langevin.gateway.identity.Scope;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.GenerationServiceGrpc.GenerationServiceBlockingStub;
import dev.langevin.v1.ListWebhookDeliveriesRequest;
import dev.langevin.v1.PreviewOptions;
import dev.langevin.v1.Webhook;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A gateway where callers sign in, and a tenant, ada, who has one of everything. Whatever belongs
 * to her says {@link #SECRET}, so that it is seen where it must not be.
 */
final class TwoTenants implements AutoCloseable {
  static final String SECRET = "zebra";
  static final String HER = "quagga";
  static final String REQUEST_ID = "the-same";

  final TestFleet fleet;
  final Keys keys;
  final Gateway gateway;
  final ManagedChannel channel;
  final String ada;
  final String bob;
  final Generation queued;
  final Generation succeeded;
  final Generation failed;
  final String batch;
  final String delivery;

  TwoTenants(Path directory) throws Exception {
    fleet = new TestFleet(directory.resolve("fleet"));
    keys = new Keys(directory);
    ada = keys.of(HER);
    bob = keys.of("bob", Keys.without(Scope.ADMIN));
    gateway =
        fleet.gateway(
            Map.of(
                "API_KEYS",
                keys.file(),
                "WEBHOOK_SECRET",
                "whsec_" + "a2V5".repeat(8),
                "WEBHOOK_PRIVATE_ADDRESSES",
                true));
    channel = fleet.channel(gateway);
    GenerationServiceBlockingStub hers =
        GenerationServiceGrpc.newBlockingStub(Keys.signed(channel, ada));
    queued = create(hers, REQUEST_ID);
    succeeded = fleet.succeed(create(hers, "").getId());
    failed = fail(create(hers, "").getId());
    BatchUpload upload =
        new BatchUpload(
            Keys.signed(channel, ada),
            BatchHeader.newBuilder().setRequestId(REQUEST_ID).putLabels("of", SECRET).build());
    upload.send("{\"custom_id\": \"%s\", \"prompt\": \"a %s\"}\n".formatted(SECRET, SECRET));
    batch = upload.finish().getBatch().getId();
    delivery = delivered(hers);
  }

  GenerationServiceBlockingStub as(String key) {
    return GenerationServiceGrpc.newBlockingStub(Keys.signed(channel, key));
  }

  private static Generation create(GenerationServiceBlockingStub stub, String requestId) {
    return stub.createGeneration(
            CreateGenerationRequest.newBuilder()
                .setRequestId(requestId)
                .setWebhook(
                    Webhook.newBuilder()
                        .setUrl("http://127.0.0.1:1/" + SECRET)
                        .addEvents(Webhook.Event.EVENT_QUEUED))
                .setGeneration(
                    GenerationRequest.newBuilder()
                        .setPrompt("a " + SECRET)
                        .setPreviews(PreviewOptions.newBuilder().setFilmStrip(true)))
                .build())
        .getGeneration();
  }

  private Generation fail(String id) {
    return fleet
        .log
        .write(Snapshots.failed(fleet.claim(id), "BROKEN", "it is " + SECRET, Instant.now()))
        .folded()
        .getGeneration();
  }

  private static String delivered(GenerationServiceBlockingStub hers) throws Exception {
    ListWebhookDeliveriesRequest all = ListWebhookDeliveriesRequest.getDefaultInstance();
    Calls.await(() -> hers.listWebhookDeliveries(all).getDeliveriesCount() > 0);
    return hers.listWebhookDeliveries(all).getDeliveries(0).getId();
  }

  @Override
  public void close() {
    fleet.close();
  }
}
