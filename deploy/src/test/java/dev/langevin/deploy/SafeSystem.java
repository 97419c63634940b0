package dev.langevin.deploy;

import dev.langevin.decoder.Decoder;
import dev.langevin.decoder.DecoderConfig;
import dev.langevin.denoiser.Denoiser;
import dev.langevin.denoiser.DenoiserConfig;
import dev.langevin.encoder.TextEncoder;
import dev.langevin.encoder.TextEncoderConfig;
import dev.langevin.gateway.Gateway;
import dev.langevin.gateway.GatewayConfig;
import dev.langevin.orchestrator.Orchestrator;
import dev.langevin.orchestrator.OrchestratorConfig;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.lifecycle.Parts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The five services as they run apart, with a certificate each, and a broker that asks for a
 * password over TLS; all in this process.
 */
final class SafeSystem implements AutoCloseable {
  private final Parts parts;
  private final Path data;
  private final Path certificates;
  private final Gateway gateway;
  private final String kafka;

  private SafeSystem(Parts parts, Path data, Path certificates, Path models) throws IOException {
    this.parts = parts;
    this.data = data;
    this.certificates = certificates;
    EmbeddedKafka.Ports ports = EmbeddedKafka.Ports.choose();
    kafka = parts.add(EmbeddedKafka.start(data.resolve("kafka"), ports, broker("hush"))).address();
    Map<String, String> place =
        Map.of(
            "MODELS", models.toString(),
            "DATA", data.resolve("measured").toString(),
            "TLS_PEERS", "gateway,orchestrator");
    int encoder =
        parts
            .add(
                TextEncoder.start(
                    TextEncoderConfig.fromEnvironment(
                        of("text-encoder", only(place, "MODELS", "TLS_PEERS")))))
            .port();
    int denoiser =
        parts.add(Denoiser.start(DenoiserConfig.fromEnvironment(of("denoiser", place)))).port();
    Map<String, String> store = new HashMap<>(only(place, "MODELS", "TLS_PEERS"));
    store.put("ARTIFACTS", data.resolve("artifacts").toString());
    int decoder =
        parts.add(Decoder.start(DecoderConfig.fromEnvironment(of("decoder", store)))).port();
    Map<String, String> others =
        Map.of(
            "KAFKA", kafka,
            "KAFKA_CONFIG", client("hush").toString(),
            "DENOISERS", "localhost:" + denoiser,
            "ENCODERS", "localhost:" + encoder,
            "DECODERS", "localhost:" + decoder);
    Map<String, String> slots = new HashMap<>(others);
    slots.put("CHECKPOINTS", data.resolve("checkpoints").toString());
    parts.add(Orchestrator.start(OrchestratorConfig.fromEnvironment(of("orchestrator", slots))));
    Map<String, String> edge = new HashMap<>(others);
    edge.put("EDGE_CERTIFICATE", certificates.resolve("edge/tls.crt").toString());
    edge.put("EDGE_KEY", certificates.resolve("edge/tls.key").toString());
    gateway = parts.add(Gateway.start(GatewayConfig.fromEnvironment(of("gateway", edge))));
    while (!gateway.ready()) {
      LockSupport.parkNanos(50_000_000); // until the denoiser's name has been looked up
    }
  }

  /** Starts it with the certificates of this folder. */
  static SafeSystem start(Path data, Path certificates, Path models) {
    return Parts.assemble(
        parts -> {
          try {
            return new SafeSystem(parts, data, certificates, models);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** The gateway's port. */
  int port() {
    return gateway.port();
  }

  /** Where the broker is. */
  String kafka() {
    return kafka;
  }

  /** A file that clients of the broker are told about. */
  Path client(String password) throws IOException {
    return Files.writeString(
        data.resolve(password + ".properties"),
        """
        security.protocol=SASL_SSL
        sasl.mechanism=PLAIN
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
          username="langevin" password="%s";
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        """
            .formatted(password, certificates.resolve("ca.crt")));
  }

  private Map<String, String> broker(String password) throws IOException {
    Path kafka = certificates.resolve("kafka");
    Path both = data.resolve("kafka.pem");
    Files.writeString(
        both,
        Files.readString(kafka.resolve("tls.key")) + Files.readString(kafka.resolve("tls.crt")));
    return Map.of(
        "listener.security.protocol.map",
        "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms",
        "PLAIN",
        "sasl.mechanism.inter.broker.protocol",
        "PLAIN",
        "listener.name.broker.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"broker\""
            + " password=\"b\" user_broker=\"b\" user_langevin=\"%s\";".formatted(password),
        "ssl.keystore.type",
        "PEM",
        "ssl.keystore.location",
        both.toString(),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.location",
        certificates.resolve("ca.crt").toString());
  }

  private Environment of(String service, Map<String, String> more) {
    Path own = certificates.resolve(service);
    Map<String, String> all = new HashMap<>();
    more.forEach((key, value) -> all.put("LANGEVIN_" + key, value));
    all.put("LANGEVIN_PORT", "0");
    all.put("LANGEVIN_TLS_CERTIFICATE", own.resolve("tls.crt").toString());
    all.put("LANGEVIN_TLS_KEY", own.resolve("tls.key").toString());
    all.put("LANGEVIN_TLS_CA", own.resolve("ca.crt").toString());
    return Environment.of(all);
  }

  private static Map<String, String> only(Map<String, String> some, String... keys) {
    Map<String, String> chosen = new HashMap<>(some);
    chosen.keySet().retainAll(List.of(keys));
    return chosen;
  }

  @Override
  public void close() {
    parts.close();
  }
}
