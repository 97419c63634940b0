package dev.langevin.orchestrator.protocol;

import dev.langevin.events.v1.Snapshot;
import dev.langevin.orchestrator.protocol.State.Queue;
import dev.langevin.orchestrator.protocol.State.Witness;
import dev.langevin.v1.Generation;
import java.util.List;

/** What has to be true of every state. Each returns what is wrong, or null. */
final class Invariants {
  private final Records records;

  Invariants(Records records) {
    this.records = records;
  }

  String violation(State s) {
    int view = s.log().end();
    String wrong = history(s);
    wrong = wrong != null ? wrong : created(s, view);
    wrong = wrong != null ? wrong : acknowledged(s, view);
    wrong = wrong != null ? wrong : pictures(s, view);
    wrong = wrong != null ? wrong : attempts(s, view);
    wrong = wrong != null ? wrong : slots(s);
    wrong = wrong != null ? wrong : latecomer(s, view);
    return wrong;
  }

  /** Who reads from the beginning sees no state go backwards. */
  private String history(State s) {
    for (int read = 1; read <= s.log().size(); read++) {
      String wrong = step(s.log().view(read - 1), s.log().view(read));
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  /** Who begins to read after compaction ends with what the others see, once they restate it. */
  private String latecomer(State s, int view) {
    return s.latecomer().canBeHelped(view, records)
        ? null
        : "who begins to read after compaction sees %s, others see %s"
            .formatted(told(s.latecomer().view()), told(view));
  }

  private String step(int before, int after) {
    if (before == after || before == State.NONE) {
      return null;
    }
    if (records.ended(before)) {
      return "the end state %s is followed by %s".formatted(told(before), told(after));
    }
    Snapshot was = records.get(before);
    Snapshot is = records.get(after);
    if (Long.compareUnsigned(is.getVersion(), was.getVersion()) <= 0
        || is.getAttempt() < was.getAttempt()
        || is.getFailedAttempts() < was.getFailedAttempts()) {
      return "a reader sees a state go backwards, from %s to %s"
          .formatted(told(before), told(after));
    }
    String wrong = counting(was, is);
    return wrong == null ? null : wrong + " from %s to %s".formatted(told(before), told(after));
  }

  /** What clients were told stays true, and a job that was accepted is not lost. */
  private String created(State s, int view) {
    Witness told = s.witness();
    if (told.contradicted()) {
      return "two gateways answered a Create with different jobs";
    }
    if (told.cancelled() && state(view) != Generation.State.STATE_CANCELLED) {
      return "a client was told CANCELLED, and the job is " + told(view);
    }
    if (told.created() == State.NONE) {
      return null;
    }
    if (view == State.NONE || !records.get(view).getWorkId().equals("w" + told.created())) {
      return "a client was told of work w%d, and the job is %s"
          .formatted(told.created(), told(view));
    }
    return s.queue().works().get(told.created()) == Queue.DONE && !records.ended(view)
        ? "an accepted job is lost: its work is acknowledged, and it is " + told(view)
        : null;
  }

  /** Work is acknowledged only after the job's end, or if it does not count. */
  private String acknowledged(State s, int view) {
    List<Integer> works = s.queue().works();
    for (int work = 0; work < works.size(); work++) {
      if (works.get(work) == Queue.DONE && !records.over(view, work)) {
        return "work w%d is acknowledged, and the job is %s".formatted(work, told(view));
      }
    }
    return null;
  }

  /** The winner's picture is there. */
  private String pictures(State s, int view) {
    if (state(view) != Generation.State.STATE_SUCCEEDED) {
      return null;
    }
    int counted = records.artifacts(view);
    return (s.store().artifacts() & counted) == counted && counted != 0
        ? null
        : "the job is %s, and its picture is not there".formatted(told(view));
  }

  /** Faults alone cost attempts, and not many each. */
  private String attempts(State s, int view) {
    int failed = view == State.NONE ? 0 : records.get(view).getFailedAttempts();
    return failed > s.witness().costly() * Protocol.COST
        ? "%d costly faults cost %d attempts".formatted(s.witness().costly(), failed)
        : null;
  }

  /**
   * Every attempt ended by a release, which costs nothing, or was counted, or is the present one.
   */
  private String counting(Snapshot was, Snapshot is) {
    boolean ran = was.getGeneration().getState() == Generation.State.STATE_RUNNING;
    boolean claims = is.getAttempt() != was.getAttempt();
    int counted = is.getFailedAttempts() - was.getFailedAttempts();
    int expected =
        switch (is.getGeneration().getState()) {
          case STATE_RUNNING -> claims && ran ? 1 : 0;
          case STATE_QUEUED -> is.getReleased() ? 0 : 1;
          default -> 0;
        };
    return counted != expected || is.getAttempt() - was.getAttempt() > 1
        ? "attempts are miscounted"
        : null;
  }

  /** No two jobs hold the generation. */
  private String slots(State s) {
    Attempting one = s.slots().get(0).job();
    Attempting two = s.slots().get(1).job();
    return one != null && two != null && holds(s, 0) && holds(s, 1) ? "two jobs hold it" : null;
  }

  /** Whether the log says that the job's claim is the present one. */
  private boolean holds(State s, int slot) {
    Attempting job = s.slots().get(slot).job();
    int view = s.log().end();
    return job.nonce() != 0 && view != State.NONE && records.nonce(view) == job.nonce();
  }

  private Generation.State state(int view) {
    return view == State.NONE
        ? Generation.State.STATE_UNSPECIFIED
        : records.get(view).getGeneration().getState();
  }

  private String told(int view) {
    return records.told(view);
  }
}
