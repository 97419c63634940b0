package dev.langevin.gateway.webhooks;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.util.Arrays;
import java.util.List;

/**
 * What a gateway can be told of webhooks.
 *
 * @param signer signs deliveries; null if there are no webhooks
 * @param privateAddresses whether they may go to addresses that are not public
 */
public record WebhookConfig(Signer signer, boolean privateAddresses) {
  private static final String SECRET = "WEBHOOK_SECRET";

  /** No webhooks. */
  public static final WebhookConfig OFF = new WebhookConfig(null, false);

  /**
   * Reads {@code WEBHOOK_SECRET} ({@code whsec_} and base64, several with commas between them while
   * they change) and {@code WEBHOOK_PRIVATE_ADDRESSES}.
   */
  public static WebhookConfig fromEnvironment(Environment environment) {
    String secrets = environment.text(SECRET, "");
    boolean privateAddresses = environment.flag("WEBHOOK_PRIVATE_ADDRESSES", false);
    if (secrets.isEmpty()) {
      return new WebhookConfig(null, privateAddresses);
    }
    List<String> each = Arrays.stream(secrets.split(",", -1)).map(String::trim).toList();
    try {
      return new WebhookConfig(Signer.of(each), privateAddresses);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("LANGEVIN_" + SECRET + ": " + e.getMessage(), e);
    }
  }

  /** Whether there are webhooks. */
  public boolean on() {
    return signer != null;
  }
}
