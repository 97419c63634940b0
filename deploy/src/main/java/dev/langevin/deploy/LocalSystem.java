package dev.langevin.deploy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.langevin.client.Context;
import dev.langevin.client.doctor.Check;
import dev.langevin.client.local.DataDirectory;
import dev.langevin.client.local.LocalServer;
import dev.langevin.deploy.admin.AdminCommand;
import dev.langevin.deploy.doctor.BrokersCheck;
import dev.langevin.deploy.doctor.CudaCheck;
import dev.langevin.deploy.doctor.KafkaFolderCheck;
import dev.langevin.deploy.doctor.ModelsCheck;
import dev.langevin.deploy.doctor.SettingsCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * The whole system, for the command.
 *
 * @param variables the process's environment variables
 */
public record LocalSystem(Map<String, String> variables) implements LocalServer {
  @Override
  public Running start(Settings settings, Consumer<String> stage) {
    return AllInOne.start(settings, stage);
  }

  @Override
  public List<Check> checks(Settings settings, Brokers brokers) {
    // What checks have to say is in their findings.
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    List<Check> checks = new ArrayList<>();
    checks.add(new SettingsCheck(new ServiceSettings(variables)::refuseUnknown));
    checks.add(CudaCheck.here("cuda".equals(variables.get("LANGEVIN_PROVIDER"))));
    checks.add(new ModelsCheck(settings.models()));
    boolean running = !DataDirectory.running(settings.data()).isEmpty();
    checks.add(new KafkaFolderCheck(settings.data().resolve("kafka"), running));
    if (!brokers.addresses().isEmpty()) {
      checks.add(new BrokersCheck(brokers));
    }
    return checks;
  }

  @Override
  public List<CommandLine> commands(Context context) {
    return List.of(AdminCommand.of(context));
  }
}
