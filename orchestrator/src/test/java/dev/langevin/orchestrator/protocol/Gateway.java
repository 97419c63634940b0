package dev.langevin.orchestrator.protocol;

/**
 * A gateway, with a client who wants the job created, and goes on asking until it is answered.
 *
 * @param phase what it does
 * @param write the record that is on its way into the log; NONE if there is none
 */
record Gateway(Phase phase, int write) {
  enum Phase {
    /** The client's Create has not been looked at. */
    ASKED,
    /** The generation is unknown here; its work record comes next. */
    UNKNOWN,
    /** The work record is in the queue; the QUEUED snapshot is being written. */
    CREATING,
    /** The client is answered. */
    ANSWERED,
    /** Another client's Cancel is being written. */
    CANCELLING
  }

  static final Gateway FRESH = new Gateway(Phase.ASKED, State.NONE);

  Gateway in(Phase next) {
    return new Gateway(next, State.NONE);
  }

  Gateway writing(Phase next, int record) {
    return new Gateway(next, record);
  }
}
