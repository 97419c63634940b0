package dev.langevin.bench.chaos.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A process of the cluster. */
public enum Member {
  /** Kafka's only broker, and its controller. */
  BROKER(Role.BROKER),
  /** The first denoiser. */
  DENOISER_1(Role.DENOISER),
  /** The second denoiser. */
  DENOISER_2(Role.DENOISER),
  /** The text encoder. */
  ENCODER(Role.ENCODER),
  /** The decoder. */
  DECODER(Role.DECODER),
  /** The first orchestrator. */
  ORCHESTRATOR_1(Role.ORCHESTRATOR),
  /** The second orchestrator. */
  ORCHESTRATOR_2(Role.ORCHESTRATOR),
  /** The first gateway. */
  GATEWAY_1(Role.GATEWAY),
  /** The second gateway. */
  GATEWAY_2(Role.GATEWAY);

  private final Role role;

  Member(Role role) {
    this.role = role;
  }

  /** What it does. */
  public Role role() {
    return role;
  }

  /** Whether others connect to it, so that there is a proxy before it. */
  public boolean called() {
    return role != Role.ORCHESTRATOR;
  }

  /** As people write it: {@code denoiser-1}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Those of a role. */
  public static List<Member> of(Role role) {
    return Arrays.stream(values()).filter(m -> m.role == role).toList();
  }
}
