package dev.langevin.gateway.policy;

import java.util.List;

/** What a policy says of a request. */
sealed interface Verdict {
  /**
   * It may be done.
   *
   * @param labels names of rules that label it
   */
  record Accepted(List<String> labels) implements Verdict {}

  /**
   * It may not.
   *
   * @param field that is at fault
   * @param rule whose
   * @param message for its maker; may be empty
   */
  record Refused(String field, String rule, String message) implements Verdict {}
}
