package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.OrchestratorException;
import dev.langevin.orchestrator.OrchestratorException.Kind;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.AttemptRules.Step;
import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.orchestrator.protocol.Attempting.Phase;
import dev.langevin.orchestrator.protocol.State.Store;

/**
 * What a job does. What it writes, and whether it goes on, is decided by the production rules; this
 * follows them through {@code Job}, {@code Attempt} and {@code Endings}.
 *
 * <p>A decision is made on what the process had read at some time since its decision before, its
 * write gets into the log, and is read back, in one move: what others do between the three is in
 * the log already, when the move begins. Writes that nobody reads back are in {@link JobFaults}.
 */
final class JobMoves {
  private final Records records;
  private final Conduct conduct;
  private final LogMoves log;
  private final SlotMoves slots;

  JobMoves(Records records, Conduct conduct, LogMoves log, SlotMoves slots) {
    this.records = records;
    this.conduct = conduct;
    this.log = log;
    this.slots = slots;
  }

  void moves(State s, int me, Model.Moves<State> moves) {
    Orchestrator o = s.slots().get(me);
    if (o.job() == null) {
      return;
    }
    if (o.job().phase() == Phase.CLAIMING && o.job().stop() != null) {
      over(s, me, o, Outcome.RELEASED, "slot %d stops before it claims", moves);
    }
    for (int read = o.read(); read <= s.log().size(); read++) {
      int view = s.log().view(read);
      Orchestrator reader = o.having(read);
      if (o.job().phase() == Phase.RUNNING) {
        run(s, me, reader, view, moves);
      } else {
        write(s, me, reader, view, moves);
      }
    }
  }

  private void run(State s, int me, Orchestrator o, int view, Model.Moves<State> moves) {
    Attempting job = o.job();
    Stop why = job.stop() != null ? job.stop() : records.stop(view, job.nonce(), o.work());
    if (why != null) {
      stopped(s, me, o, view, why, moves);
      return;
    }
    Store store = s.store();
    if (job.evaluation() == 0 && store.checkpoint() == 0) {
      moves.to(
          s.with(new Store(1, store.artifacts())).with(me, o.with(job.evaluated(1))),
          false,
          "slot %d stores a checkpoint, knowing %s",
          me,
          view);
    }
    moves.to(
        s.with(new Store(store.checkpoint(), store.artifacts() | 1 << job.nonce()))
            .with(me, o.with(job.in(Phase.SUCCEEDING, null))),
        false,
        "slot %d stores its picture, knowing %s",
        me,
        view);
  }

  /** Asks the rules what to write, until there is nothing left to be written. */
  private void write(State s, int me, Orchestrator o, int view, Model.Moves<State> moves) {
    Step step = records.step(o.job().phase(), view, nonce(s, me, o), o.work());
    if (!(step instanceof Step.Append append)) {
      settle(s, me, o, view, step, moves);
      return;
    }
    int record = records.number(append.next());
    if (o.job().phase() == Phase.SUCCEEDING && !conduct.waitsForItsEnd()) {
      over(s.with(s.queue().plus(record)), me, o, Outcome.DONE, "slot %d sends its end", moves);
      return;
    }
    State written = log.append(s, record);
    if (written == s && again(o.job().phase())) {
      return; // as good as to have read all before
    }
    int folded = written.log().end();
    boolean own = folded == record;
    Orchestrator reader = o.having(written.log().size());
    State next = written.with(me, reader);
    String what = own ? o.job().phase().writes : o.job().phase().writesInVain;
    boolean ends = own && (o.job().phase() == Phase.SUCCEEDING || o.job().phase() == Phase.FAILING);
    State left = ends ? next.with(new Store(0, next.store().artifacts())) : next;
    again(left, me, reader, folded, record, what, view, moves);
  }

  /** Whether what is written is decided anew until it counts, or nothing is left to be written. */
  private static boolean again(Phase phase) {
    return switch (phase) {
      case CLAIMING, SUCCEEDING, FAILING -> true;
      case GIVING_UP, RELEASING -> false;
      case RUNNING -> throw new AssertionError(phase);
    };
  }

  /** Has read its write back. */
  private void again(
      State s,
      int me,
      Orchestrator o,
      int folded,
      int record,
      String what,
      int known,
      Model.Moves<State> moves) {
    switch (o.job().phase()) {
      case CLAIMING, SUCCEEDING, FAILING -> {
        int nonce = o.job().phase() == Phase.CLAIMING ? records.nonce(record) : o.job().nonce();
        Step step = records.step(o.job().phase(), folded, nonce, o.work());
        if (step instanceof Step.Append) {
          moves.to(s, false, what, me, known);
        } else {
          settle(s, me, o, folded, step, (n, f, w, a, b) -> moves.to(n, f, what, me, known));
        }
      }
      case GIVING_UP, RELEASING ->
          settle(s, me, o, folded, null, (n, f, w, a, b) -> moves.to(n, f, what, me, known));
      case RUNNING -> throw new AssertionError(o);
    }
  }

  /** Nothing is left to be written in this phase. */
  private void settle(
      State s, int me, Orchestrator o, int view, Step step, Model.Moves<State> moves) {
    Attempting job = o.job();
    if (step instanceof Step.Halt(OrchestratorException why)) {
      if (why.kind() == Kind.JOB) {
        moves.to(
            s.with(me, o.with(job.in(Phase.FAILING, null))),
            false,
            "slot %d finds no attempts left, knowing %s",
            me,
            view);
      } else {
        stopped(s, me, o, view, why.stop(), moves);
      }
      return;
    }
    switch (job.phase()) {
      case CLAIMING ->
          moves.to(s.with(me, o.with(job.by(records.nonce(view)).claimed())), false, "", me, view);
      case SUCCEEDING, FAILING ->
          over(tidied(s, view), me, o, Outcome.DONE, "slot %d finds the job ended", moves);
      case GIVING_UP -> over(s, me, o, Outcome.RELEASED, "slot %d no longer holds the job", moves);
      case RELEASING -> over(s, me, o, job.outcome(), "slot %d no longer holds the job", moves);
      case RUNNING -> throw new AssertionError(o);
    }
  }

  private void stopped(
      State s, int me, Orchestrator o, int view, Stop why, Model.Moves<State> moves) {
    switch (why) {
      case ENDED ->
          over(tidied(s, view), me, o, Outcome.DONE, "slot %d reads that the job is over", moves);
      case FENCED ->
          over(s, me, o, Outcome.RELEASED, "slot %d reads another's claim, and stops", moves);
      case LOCK_LOST, DRAINED ->
          moves.to(
              s.with(me, o.with(o.job().in(Phase.RELEASING, Outcome.RELEASED))),
              false,
              "slot %d stops, as it was asked to",
              me,
              0);
    }
  }

  /** The job thread is done, and the keeper does what is to be done about it. */
  private void over(
      State s, int me, Orchestrator o, Outcome outcome, String what, Model.Moves<State> moves) {
    moves.to(slots.ended(s.with(me, o), me, outcome), false, what, me, 0);
  }

  /** Artifacts that do not count are swept. */
  private State tidied(State s, int view) {
    return records.ended(view)
        ? s.with(new Store(s.store().checkpoint(), s.store().artifacts() & records.artifacts(view)))
        : s;
  }

  /** The job's, or for its claim the lowest that no record and no job has. */
  int nonce(State s, int me, Orchestrator o) {
    if (o.job().nonce() != 0) {
      return o.job().nonce();
    }
    int highest = 0;
    for (int read = 1; read <= s.log().size(); read++) {
      highest = Math.max(highest, records.nonce(s.log().view(read)));
    }
    for (int record : s.latecomer().known()) {
      highest = Math.max(highest, records.nonce(record));
    }
    for (int record : s.queue().late()) {
      highest = Math.max(highest, records.nonce(record));
    }
    Attempting other = s.slots().get(1 - me).job();
    return 1 + Math.max(highest, other == null ? 0 : other.nonce());
  }
}
