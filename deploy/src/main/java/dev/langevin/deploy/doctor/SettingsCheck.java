package dev.langevin.deploy.doctor;

import dev.langevin.client.doctor.Check;
import dev.langevin.client.doctor.Finding;
import dev.langevin.runtime.config.ConfigurationException;
import java.util.List;

/**
 * The variables that begin with {@code LANGEVIN_}.
 *
 * @param refusal throws for one that nothing knows
 */
public record SettingsCheck(Runnable refusal) implements Check {
  private static final String SUBJECT = "settings";

  @Override
  public List<Finding> run() {
    try {
      refusal.run();
      return List.of(Finding.ok(SUBJECT, "every LANGEVIN_ variable is known"));
    } catch (ConfigurationException e) {
      return List.of(Finding.broken(SUBJECT, e.getMessage(), "unset or rename it"));
    }
  }
}
