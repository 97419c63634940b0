package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.Interruption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookSecretCommandTest {
  private static final String OLD = "whsec_" + "b2xk".repeat(8);
  private static final String NEW = "whsec_" + "bmV3".repeat(8);

  private static Langevins.Result secret(String variable, String tenant) {
    return Langevins.run(
        Map.of("LANGEVIN_WEBHOOK_SECRET", variable),
        Path.of("."),
        new Interruption(),
        "admin",
        "webhook-secret",
        "--tenant",
        tenant);
  }

  @Test
  void secret_isEachTenantsOwn() {
    Langevins.Result ada = secret(OLD, "ada");
    assertThat(ada.code()).as(ada.err()).isZero();
    assertThat(ada.out().strip()).matches("whsec_[A-Za-z0-9+/]{43}=").isNotEqualTo(OLD);
    assertThat(secret(OLD, "bob").out()).isNotEqualTo(ada.out());
    assertThat(secret(OLD + "," + NEW, "ada").out().lines())
        .containsExactly(ada.out().strip(), secret(NEW, "ada").out().strip());
    assertThat(secret(OLD, "default").out().strip()).isEqualTo(OLD);
  }

  @Test
  void secret_withoutOne_isRefusedAndNotShown() {
    for (String wrong : new String[] {"", "hush-hush", "whsec_short"}) {
      Langevins.Result refused = secret(wrong, "ada");
      assertThat(refused.code()).isNotZero();
      assertThat(refused.err()).contains("LANGEVIN_WEBHOOK_SECRET").doesNotContain("hush");
    }
    assertThat(secret(OLD, "a b").err()).contains("--tenant");
  }
}
