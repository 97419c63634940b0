package dev.langevin.orchestrator.protocol;

import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.Outcome;

/**
 * A job that has not ended.
 *
 * @param phase what it does
 * @param nonce tells its claim from others; 0 before it claims
 * @param evaluation evaluations done, as of its last checkpoint
 * @param stop why it has been asked to stop; null if it has not been
 * @param interrupted whether it has been, since it began to write
 * @param outcome what is to become of the work record once the job is given back; else null
 */
record Attempting(
    Phase phase, int nonce, int evaluation, Stop stop, boolean interrupted, Outcome outcome) {
  enum Phase {
    /** Its claim comes next. */
    CLAIMING("claims"),
    /** Its claim holds; it evaluates. */
    RUNNING("writes nothing"),
    /** Its picture is stored; the end state comes next. */
    SUCCEEDING("writes SUCCEEDED"),
    /** No attempts are left; the end state comes next. */
    FAILING("writes FAILED"),
    /** It failed; that it did comes next. */
    GIVING_UP("gives up its attempt"),
    /** That it gives the job back comes next. */
    RELEASING("releases the job");

    final String writes;
    final String writesInVain;

    Phase(String what) {
      writes = "slot %d " + what + ", knowing %s";
      writesInVain = "slot %d " + what + " in vain, knowing %s";
    }
  }

  static Attempting fresh(int evaluation) {
    return new Attempting(Phase.CLAIMING, 0, evaluation, null, false, null);
  }

  Attempting by(int known) {
    return new Attempting(phase, known, evaluation, stop, interrupted, outcome);
  }

  Attempting claimed() {
    return new Attempting(Phase.RUNNING, nonce, evaluation, stop, interrupted, null);
  }

  Attempting evaluated(int done) {
    return new Attempting(phase, nonce, done, stop, interrupted, outcome);
  }

  /** In another phase, where an interrupt of before has done its work. */
  Attempting in(Phase next, Outcome then) {
    return new Attempting(next, nonce, 0, stop, false, then);
  }

  /** Asked to stop; the first reason counts. */
  Attempting asked(Stop why, boolean interrupt) {
    return new Attempting(
        phase, nonce, evaluation, stop == null ? why : stop, interrupted || interrupt, outcome);
  }
}
