package dev.langevin.gateway.rest;

import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.gateway.http.Request;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a client prefers to wait for a job's end: {@code Prefer: wait}, RFC 7240. */
final class Waiting {
  /** Of a preference without a number. */
  static final Duration USUAL = Duration.ofSeconds(60);

  /** Longer preferences are taken for this one, and the answer says so. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Pattern WAIT = Pattern.compile("wait(?:\\s*=\\s*\"?([^\"]*)\"?)?");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private Waiting() {}

  /**
   * The time; empty if the client does not want to wait. Other preferences are ignored, as the RFC
   * has it.
   */
  static Optional<Duration> of(Request request) {
    for (String preference : request.header("prefer").orElse("").split(",")) {
      String wanted = preference.split(";")[0].strip().toLowerCase(Locale.ROOT);
      Matcher wait = WAIT.matcher(wanted);
      if (wait.matches()) {
        return Optional.of(time(wait.group(1)));
      }
    }
    return Optional.empty();
  }

  private static Duration time(String seconds) {
    if (seconds == null) {
      return USUAL;
    }
    if (!SECONDS.matcher(seconds).matches()) {
      throw GatewayException.invalid(
          "Prefer: wait=%s is not a number of seconds".formatted(RequestRules.shown(seconds)));
    }
    Duration wanted = Duration.ofSeconds(Long.parseLong(seconds));
    return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
  }
}
