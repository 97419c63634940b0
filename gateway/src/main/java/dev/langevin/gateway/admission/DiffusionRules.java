package dev.langevin.gateway.admission;

import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.ScheduleRequest;

/**
 * The rules that hold for what is asked of the mathematics alone, whatever the models are. Each
 * refusal is INVALID_ARGUMENT and names the field, its value and what is allowed. Pure.
 */
public final class DiffusionRules {
  /** The most bytes of a picture that is sent along. */
  public static final int IMAGE_LIMIT = 12 << 20;

  /** The most bytes of a body of JSON with a picture: in base64, and the rest. */
  public static final int BODY_LIMIT = IMAGE_LIMIT / 3 * 4 + (1 << 20);

  /** The most timesteps of one call. */
  public static final int TIMESTEPS_LIMIT = 64;

  /** The last timestep that a chain may go to: each step costs a pass over the picture. */
  public static final int CHAIN_LIMIT = 1_999;

  private DiffusionRules() {}

  /** Checks everything about a plan but what depends on its model. */
  public static void check(ScheduleRequest request) {
    Violations violations = new Violations();
    UnknownFields.check("", request, violations);
    violations.number("steps", request.hasSteps(), request.getSteps(), RequestRules.STEPS_LIMIT);
    RequestRules.options(
        GenerationRequest.newBuilder().setSamplerOptions(request.getSamplerOptions()).build(),
        violations);
    violations.throwIfAny();
  }

  /** Checks everything about a picture to be noised but what depends on its model. */
  public static void check(ForwardRequest request) {
    Violations violations = new Violations();
    UnknownFields.check("", request, violations);
    switch (request.getPictureCase()) {
      case PICTURE_NOT_SET ->
          violations.add("image: absent; the name of an artifact or a PNG or JPEG file is needed");
      case IMAGE -> {
        int size = request.getImage().size();
        if (size < 1 || size > IMAGE_LIMIT) {
          violations.add("image: %,d bytes are not in 1..%,d".formatted(size, IMAGE_LIMIT));
        }
      }
      case ARTIFACT -> {}
    }
    violations.most("config", request.getConfig().getFieldsCount(), RequestRules.KEYS_LIMIT);
    timesteps(request, violations);
    violations.throwIfAny();
  }

  private static void timesteps(ForwardRequest request, Violations violations) {
    int count = request.getTimestepsCount();
    if (count < 1 || count > TIMESTEPS_LIMIT) {
      violations.add("timesteps: %d of them are not 1 to %d".formatted(count, TIMESTEPS_LIMIT));
      return;
    }
    long before = -1;
    for (int time : request.getTimestepsList()) {
      long now = Integer.toUnsignedLong(time);
      if (now <= before) {
        violations.add("timesteps: %d after %d is not ascending".formatted(now, before));
        return;
      }
      before = now;
    }
    if (request.getChain() && before > CHAIN_LIMIT) {
      violations.add("timesteps: %d is not in 0..%d with chain".formatted(before, CHAIN_LIMIT));
    }
  }
}
