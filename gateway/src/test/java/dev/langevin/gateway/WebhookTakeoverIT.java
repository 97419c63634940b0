package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Webhook;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WebhookTakeoverIT {
  private static final Map<String, ?> WEBHOOKS =
      Map.of("WEBHOOK_SECRET", "whsec_" + "a2V5".repeat(8), "WEBHOOK_PRIVATE_ADDRESSES", true);

  @Test
  void whatHappenedWhileNoGatewayRan_isToldByTheNext(@TempDir Path directory) throws Exception {
    try (TestFleet fleet = new TestFleet(directory);
        Receiver receiver = new Receiver()) {
      Generation queued;
      try (Gateway first = fleet.gateway(WEBHOOKS)) {
        queued =
            fleet
                .client(first)
                .createGeneration(
                    CreateGenerationRequest.newBuilder()
                        .setGeneration(GenerationRequest.newBuilder().setPrompt("a boat"))
                        .setWebhook(
                            Webhook.newBuilder()
                                .setUrl(receiver.url("/"))
                                .addEvents(Webhook.Event.EVENT_QUEUED)
                                .addEvents(Webhook.Event.EVENT_SUCCEEDED))
                        .build())
                .getGeneration();
        assertThat(receiver.next().id()).isEqualTo(queued.getId() + ".queued");
      }
      fleet.succeed(queued.getId());

      fleet.gateway(WEBHOOKS);

      assertThat(receiver.next().id()).isEqualTo(queued.getId() + ".succeeded");
      assertThat(receiver.all).hasSize(2);
    }
  }
}
