package dev.langevin.gateway.policy;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.files.WatchedFile;
import dev.langevin.runtime.lifecycle.Parts;
import dev.langevin.runtime.metrics.Count;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.v1.GenerationRequest;
import io.grpc.Status;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses, or labels, requests by the operator's rules, before they are accepted: first by those of
 * a file, then by a service that is asked. Refusals name the rule, and neither what it looks for
 * nor what it found. Without a policy it costs nothing.
 */
public final class ContentPolicy {
  /** The reason of its refusals, as OpenAI's API has it, too. */
  public static final String VIOLATION = "CONTENT_POLICY_VIOLATION";

  /** The label that says which rules asked for one, with commas; set by the gateway alone. */
  public static final String LABEL = "langevin-policy";

  /** The most characters of it, as of every label. */
  static final int LABEL_LIMIT = 255;

  /** Everything is accepted. */
  public static final ContentPolicy NONE =
      new ContentPolicy(() -> PolicyFile.NONE, Optional.empty(), false);

  private static final Logger LOG = LoggerFactory.getLogger(ContentPolicy.class);
  private static final Count BY_FILE =
      Meters.ofProcess().count(Meter.POLICY_REFUSALS_TOTAL, "file");
  private static final Count BY_HOOK =
      Meters.ofProcess().count(Meter.POLICY_REFUSALS_TOTAL, "hook");

  private final Supplier<PolicyFile> file;
  private final Optional<PolicyHook> hook;
  private final boolean open;

  ContentPolicy(Supplier<PolicyFile> file, Optional<PolicyHook> hook, boolean open) {
    this.file = file;
    this.hook = hook;
    this.open = open;
  }

  /**
   * Reads the file, and follows it.
   *
   * @param parts gets what has to be closed
   * @throws dev.langevin.runtime.config.ConfigurationException if it can't be read
   */
  public static ContentPolicy start(Parts parts, PolicyConfig config) {
    if (config.file().isEmpty() && config.hook().isEmpty()) {
      return NONE;
    }
    Optional<WatchedFile<PolicyFile>> file =
        config
            .file()
            .map(path -> parts.add(new WatchedFile<>("LANGEVIN_POLICY", path, PolicyFile::read)));
    Supplier<PolicyFile> rules = file.isPresent() ? file.get()::now : () -> PolicyFile.NONE;
    return new ContentPolicy(
        rules,
        config.hook().map(url -> parts.add(new PolicyHook(url, config.timeout()))),
        config.open());
  }

  /**
   * The request as it may be done, with the policy's label if there is reason for one.
   *
   * @param tenant who asks
   * @throws GatewayException INVALID_ARGUMENT, {@link #VIOLATION}, if a rule refuses it;
   *     UNAVAILABLE if nobody can say
   */
  public GenerationRequest admit(String tenant, GenerationRequest request) {
    Set<String> labels = new LinkedHashSet<>();
    if (this != NONE) {
      byFile(request, labels);
      byHook(tenant, request, labels);
    }
    if (labels.isEmpty()) {
      return request.containsLabels(LABEL)
          ? request.toBuilder().removeLabels(LABEL).build()
          : request;
    }
    return request.toBuilder().putLabels(LABEL, String.join(",", labels)).build();
  }

  private void byFile(GenerationRequest request, Set<String> labels) {
    List<Rule> rules = file.get().rules();
    List<Texts> texts = rules.isEmpty() ? List.of() : Texts.of(request);
    for (Rule rule : rules) {
      Optional<String> field = rule.matched(texts);
      if (field.isPresent() && rule.refuses()) {
        BY_FILE.add();
        throw refused(new Verdict.Refused(field.get(), rule.name(), rule.message()));
      }
      field.ifPresent(found -> labels.add(rule.name()));
    }
  }

  private void byHook(String tenant, GenerationRequest request, Set<String> labels) {
    if (hook.isEmpty()) {
      return;
    }
    try {
      switch (hook.get().ask(tenant, request)) {
        case Verdict.Accepted accepted -> accepted.labels().forEach(name -> add(labels, name));
        case Verdict.Refused refused -> {
          BY_HOOK.add();
          throw refused(refused);
        }
      }
    } catch (PolicyHook.AwayException e) {
      LOG.warn("LANGEVIN_POLICY_URL: {}", e.getMessage());
      if (!open) {
        throw GatewayException.of(
            Status.Code.UNAVAILABLE,
            "POLICY_UNAVAILABLE",
            "this server's content policy can't be asked at present; try again",
            null);
      }
    }
  }

  /** The file's fit, each of the hook's if there is room. */
  private static void add(Set<String> labels, String name) {
    int length = labels.stream().mapToInt(label -> label.length() + 1).sum() + name.length();
    if (length <= LABEL_LIMIT) {
      labels.add(name);
    } else if (!labels.contains(name)) {
      LOG.warn("LANGEVIN_POLICY_URL: no room for its label {} beside {}", name, labels);
    }
  }

  private static GatewayException refused(Verdict.Refused refused) {
    String message =
        "%s: this server's content policy refuses it, by rule %s%s"
            .formatted(
                refused.field(),
                refused.rule(),
                refused.message().isEmpty() ? "" : ": " + refused.message());
    return GatewayException.of(
        Status.Code.INVALID_ARGUMENT, VIOLATION, message, null, List.of(message));
  }
}
