package dev.langevin.bench.chaos.load;

/** What a client wants of a job beside its pictures. */
public enum Intent {
  /** Nothing. */
  PLAIN(55),
  /** To send the same request_id to both gateways at once. */
  TWICE(14),
  /** To send the request_id again with another request, which is to be refused. */
  CONFLICT(6),
  /** To cancel it at once. */
  CANCEL_EARLY(8),
  /** To cancel it in the midst of its work. */
  CANCEL_RUNNING(9),
  /** To have it soon or not at all. */
  DEADLINE(8);

  private final int weight;

  Intent(int weight) {
    this.weight = weight;
  }

  /** The intent of a number of 0 to 99. */
  static Intent of(int number) {
    int rest = number;
    for (Intent intent : values()) {
      rest -= intent.weight;
      if (rest < 0) {
        return intent;
      }
    }
    throw new IllegalArgumentException(number + " is not in 0..99");
  }

  /** Whether its end may be CANCELLED. */
  public boolean cancels() {
    return this == CANCEL_EARLY || this == CANCEL_RUNNING;
  }
}
