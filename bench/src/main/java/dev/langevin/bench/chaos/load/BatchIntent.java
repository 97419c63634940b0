package dev.langevin.bench.chaos.load;

/** What a client wants of a batch beside its pictures. */
public enum BatchIntent {
  /** Nothing. */
  PLAIN,
  /** That the lines that can't be done are left out. */
  SKIP,
  /** To send the same file under one request_id to both gateways at once. */
  TWICE,
  /** To pause it in the midst, and go on with it a while later. */
  PAUSE,
  /** To cancel it in the midst. */
  CANCEL
}
