package dev.langevin.gateway.webhooks;

/**
 * What became of one attempt to deliver.
 *
 * @param status of the answer; 0 if there was none
 * @param error why it did not succeed; empty if it did
 * @param last whether another attempt can't succeed either
 */
record Attempt(int status, String error, boolean last) {
  private static final int GONE = 410;

  /** There was an answer. */
  static Attempt answered(int status) {
    if (status >= 200 && status < 300) {
      return new Attempt(status, "", false);
    }
    String what =
        status >= 300 && status < 400
            ? "answered %d, a redirect, which is not followed"
            : "answered %d";
    return new Attempt(status, what.formatted(status), status == GONE);
  }

  /** There was none, and there may be one later. */
  static Attempt failed(String why) {
    return new Attempt(0, why, false);
  }

  /** There is nothing to be sent any more. */
  static Attempt pointless(String why) {
    return new Attempt(0, why, true);
  }

  boolean succeeded() {
    return error.isEmpty();
  }
}
