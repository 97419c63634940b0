package dev.langevin.orchestrator.protocol;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.orchestrator.feed.FeedRules;
import dev.langevin.orchestrator.protocol.FeedState.Feeder;
import dev.langevin.orchestrator.protocol.FeedState.Record;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * States that differ in nothing that any rule looks at become the same one: epochs count by their
 * distance from the log's, claims by whose they are, and versions, the number of attempts, and
 * records that are finished or of an epoch before not at all.
 */
final class FeedCanonical {
  private static final int EPOCH = 100;

  /** Any, in which those differ that differ in anything. */
  private static final Comparator<Record> ORDER =
      Comparator.comparingInt((Record r) -> r.fed().getEpoch())
          .thenComparing(r -> r.fed().getBatch().getState())
          .thenComparingInt(Record::holder)
          .thenComparingInt(Record::deliveries);

  private final FeedState state;
  private final BatchSnapshot log;

  private FeedCanonical(FeedState state) {
    this.state = state;
    this.log = state.log();
  }

  static FeedState of(FeedState state) {
    return state.log() == null ? state : new FeedCanonical(state).state();
  }

  /** The nonce of a feeder's claim; what it claimed under another record has another one. */
  static String name(int feeder) {
    return "feeder " + feeder;
  }

  private FeedState state() {
    List<Integer> order =
        IntStream.range(0, state.records().size())
            .filter(this::matters)
            .boxed()
            .sorted(Comparator.comparing(r -> state.records().get(r), ORDER))
            .toList();
    List<Record> records =
        order.stream()
            .map(state.records()::get)
            .map(r -> new Record(fed(r.fed()), r.holder(), r.deliveries()))
            .toList();
    List<Feeder> feeders = state.feeders().stream().map(f -> feeder(f, order)).toList();
    return new FeedState(folded(), records, feeders, state.budget());
  }

  private boolean matters(int number) {
    Record record = state.records().get(number);
    boolean free = record.holder() == Record.FREE && record.fed().getEpoch() >= log.getEpoch();
    return free
        || record.holder() >= 0
        || state.feeders().stream().anyMatch(feeder -> feeder.record() == number);
  }

  private Feeder feeder(Feeder f, List<Integer> order) {
    return f.rules() == null
        ? f
        : new Feeder(
            f.phase(),
            order.indexOf(f.record()),
            new FeedRules(fed(f.rules().fed()), name(f.rules().nonce())),
            f.move(),
            f.outcome());
  }

  /** Nothing else of a record's snapshot counts once there is another. */
  private BatchSnapshot fed(BatchSnapshot fed) {
    return BatchSnapshot.newBuilder()
        .setBatch(fed.getBatch())
        .setWorkId(fed.getWorkId())
        .setEpoch(fed.getEpoch() - log.getEpoch() + EPOCH)
        .build();
  }

  private BatchSnapshot folded() {
    return log.toBuilder()
        .setVersion(1)
        .setEpoch(EPOCH)
        .setAttempt(Math.min(1, log.getAttempt())) // whether there was any is looked at
        .setClaim(name(log.getClaim()))
        .build();
  }

  private String name(String claim) {
    for (int i = 0; i < state.feeders().size(); i++) {
      FeedRules rules = state.feeders().get(i).rules();
      if (rules != null && rules.nonce().equals(claim)) {
        return name(i);
      }
    }
    return claim.isEmpty() ? claim : "former";
  }
}
