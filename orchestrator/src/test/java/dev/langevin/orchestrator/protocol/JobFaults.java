package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.job.AttemptRules.Step;
import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.orchestrator.protocol.Attempting.Phase;

/** What goes wrong with a job: it fails, lacks a service, dies, or its writes are not answered. */
final class JobFaults {
  private final Records records;
  private final JobMoves jobs;
  private final SlotMoves slots;

  JobFaults(Records records, JobMoves jobs, SlotMoves slots) {
    this.records = records;
    this.jobs = jobs;
    this.slots = slots;
  }

  void moves(State s, int me, Model.Moves<State> moves) {
    Orchestrator o = s.slots().get(me);
    Attempting job = o.job();
    if (job == null) {
      return;
    }
    boolean may = s.budget().faults() > 0;
    if (job.phase() != Phase.RUNNING) {
      for (int read = o.read(); read <= s.log().size(); read++) {
        int view = s.log().view(read);
        Step step = records.step(job.phase(), view, jobs.nonce(s, me, o), o.work());
        if (step instanceof Step.Append append) {
          int record = records.number(append.next());
          // A claim that was sent once keeps its nonce.
          int nonce = job.phase() == Phase.CLAIMING ? records.nonce(record) : job.nonce();
          Orchestrator reader = o.having(read).with(job.by(nonce));
          if (may) {
            unanswered(s.faulted(1), me, reader, view, record, moves);
          }
          if (job.interrupted()) {
            interrupted(s, me, reader, view, record, moves);
          }
        }
      }
    } else if (may) {
      moves.to(
          s.faulted(1).with(me, o.with(job.in(Phase.GIVING_UP, null))),
          true,
          "the attempt of slot %d fails",
          me,
          0);
      moves.to(
          s.faulted(0).with(me, o.with(job.in(Phase.RELEASING, Outcome.FAULTED))),
          true,
          "slot %d lacks a service",
          me,
          0);
    }
  }

  private void unanswered(
      State s, int me, Orchestrator o, int view, int record, Model.Moves<State> moves) {
    State left = s.with(s.queue().plus(record));
    moves.to(
        slots.killed(left, me),
        true,
        "orchestrator %d is killed while it writes, knowing %s, and starts again",
        me,
        view);
    moves.to(left.with(me, o), true, "slot %d writes, knowing %s, and hears nothing", me, view);
    State next =
        switch (o.job().phase()) {
          case SUCCEEDING -> left.with(me, o.with(o.job().in(Phase.RELEASING, Outcome.FAULTED)));
          case CLAIMING, FAILING, GIVING_UP, RELEASING ->
              slots.ended(left.with(me, o), me, Outcome.FAULTED);
          case RUNNING -> throw new AssertionError(o);
        };
    moves.to(next, true, "slot %d writes, knowing %s, and gives up waiting", me, view);
  }

  /** An interrupt ends waiting; the write may arrive all the same. */
  private void interrupted(
      State s, int me, Orchestrator o, int view, int record, Model.Moves<State> moves) {
    State left = s.with(s.queue().plus(record));
    State next =
        switch (o.job().phase()) {
          case SUCCEEDING -> left.with(me, o.with(o.job().in(Phase.RELEASING, Outcome.RELEASED)));
          case FAILING, GIVING_UP, RELEASING -> slots.ended(left.with(me, o), me, Outcome.RELEASED);
          case CLAIMING -> null; // the claim thread is not interrupted
          case RUNNING -> throw new AssertionError(o);
        };
    if (next != null) {
      moves.to(next, false, "slot %d is interrupted while it writes, knowing %s", me, view);
    }
  }
}
