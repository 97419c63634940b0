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

  /** The most times of one call. */
  public static final int TIMES_LIMIT = 64;

  /** The last timestep that a chain may go to: each step costs a pass over the picture. */
  public static final int CHAIN_LIMIT = 1_999;

  private DiffusionRules() {}

  /** Checks everything about a plan but what depends on its model. */
  public static void check(ScheduleRequest request) {
    Violations violations = new Violations();
    UnknownFields.check("", request, violations);
    RequestRules.range(
        "steps", request.hasSteps(), request.getSteps(), RequestRules.STEPS_LIMIT, violations);
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
    RequestRules.most(
        "config", request.getConfig().getFieldsCount(), RequestRules.KEYS_LIMIT, violations);
    times(request, violations);
    violations.throwIfAny();
  }

  private static void times(ForwardRequest request, Violations violations) {
    int count = request.getTimesCount();
    if (count < 1 || count > TIMES_LIMIT) {
      violations.add("times: %d of them are not 1 to %d".formatted(count, TIMES_LIMIT));
      return;
    }
    long before = -1;
    for (int time : request.getTimesList()) {
      long now = Integer.toUnsignedLong(time);
      if (now <= before) {
        violations.add("times: %d after %d is not ascending".formatted(now, before));
        return;
      }
      before = now;
    }
    if (request.getChain() && before > CHAIN_LIMIT) {
      violations.add("times: %d is not in 0..%d with chain".formatted(before, CHAIN_LIMIT));
    }
  }
}
