package dev.langevin.bench.chaos.load;

/** What a client wants of a batch beside its pictures. */
public enum BatchIntent {
  /** Nothing. */
  PLAIN(30),
  /** That the lines that can't be done are left out. */
  SKIP(20),
  /** To send the same file under one request_id to both gateways at once. */
  TWICE(15),
  /** To pause it in the midst, and go on with it a while later. */
  PAUSE(20),
  /** To cancel it in the midst. */
  CANCEL(15);

  private final int weight;

  BatchIntent(int weight) {
    this.weight = weight;
  }

  /** The intent of a number of 0 to 99. */
  static BatchIntent of(int number) {
    int rest = number;
    for (BatchIntent intent : values()) {
      rest -= intent.weight;
      if (rest < 0) {
        return intent;
      }
    }
    throw new IllegalArgumentException(number + " is not in 0..99");
  }
}
