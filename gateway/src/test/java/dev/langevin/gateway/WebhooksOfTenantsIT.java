package dev.langevin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.gateway.webhooks.Signer;
import dev.langevin.v1.CreateGenerationRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GenerationServiceGrpc;
import dev.langevin.v1.Webhook;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tenants are told is signed with secrets of their own. */
class WebhooksOfTenantsIT {
  private static final String SECRET = "whsec_" + "a2V5".repeat(8);

  @TempDir static Path directory;

  @Test
  void delivery_isSignedWithTheTenantsSecret() throws Exception {
    try (TestFleet fleet = new TestFleet(directory.resolve("fleet"));
        Receiver receiver = new Receiver()) {
      Keys keys = new Keys(directory);
      String ada = keys.of("ada");
      Gateway gateway =
          fleet.gateway(
              Map.of(
                  "API_KEYS",
                  keys.file(),
                  "WEBHOOK_SECRET",
                  SECRET,
                  "WEBHOOK_PRIVATE_ADDRESSES",
                  true));
      GenerationServiceGrpc.newBlockingStub(Keys.signed(fleet.channel(gateway), ada))
          .createGeneration(
              CreateGenerationRequest.newBuilder()
                  .setGeneration(GenerationRequest.newBuilder().setPrompt("a boat"))
                  .setWebhook(
                      Webhook.newBuilder()
                          .setUrl(receiver.url("/hook"))
                          .addEvents(Webhook.Event.EVENT_QUEUED))
                  .build());

      Receiver.Post post = receiver.next();

      Signer signer = Signer.of(List.of(SECRET));
      assertThat(post.signature())
          .isEqualTo(signature(signer.secrets("ada").getFirst(), post))
          .isNotEqualTo(signature(signer.secrets("bob").getFirst(), post))
          .isNotEqualTo(signature(SECRET, post));
    }
  }

  private static String signature(String secret, Receiver.Post post) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed = post.id() + "." + post.timestamp() + "." + post.body();
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes()));
  }
}
