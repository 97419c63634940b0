package dev.langevin.orchestrator.flight;

import dev.langevin.orchestrator.loop.Effort;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Jobs that ask for the same evaluations, and how far they have come together. A value: each move
 * gives the next one.
 *
 * <p>The most urgent member leads: it asks the network in its own name, with its own class and
 * deadline, and all take what it brings. So no member waits longer than it would alone. A newcomer
 * that is more urgent than the leader leads at once; the evaluation that the former leader waits
 * for then comes twice, and the first answer counts. A leader that leaves, for whatever reason, has
 * a successor, who goes on from the newest states. So has one that yields, where others do not.
 *
 * @param members in the order in which they joined
 * @param joined how many members there have been
 * @param newest the farthest that any member has brought
 * @param effort what a member from the first would have had to bear
 * @param alone how many evaluations were made for a single member
 * @param batchRows the mean number of rows in the batches of the latest evaluation; 0 before it
 */
public record Flight(
    List<Member> members, long joined, Reached newest, Effort effort, int alone, double batchRows) {
  private static final Comparator<Member> MOST_URGENT_FIRST =
      Comparator.comparing(Member::yields)
          .thenComparing(Member::urgency)
          .thenComparing(Member::number);

  /**
   * A job on board.
   *
   * @param number its own
   * @param urgency how it would ask alone
   * @param brought the evaluation that it had come to by itself
   * @param effort the flight's before it joined
   * @param alone the flight's before it joined
   * @param yields whether it leads only those who yield, too
   */
  public record Member(
      long number, Urgency urgency, int brought, Effort effort, int alone, boolean yields) {
    private Member yielding() {
      return new Member(number, urgency, brought, effort, alone, true);
    }
  }

  /** Keeps a copy. */
  public Flight {
    members = List.copyOf(members);
  }

  /** Before anybody has joined. */
  public static Flight from(Reached start) {
    return new Flight(List.of(), 0, start, Effort.NONE, 0, 0);
  }

  /**
   * Whether a job that has come so far gets the bits here that it would get alone. One that was not
   * evaluated yet would not have moved between denoisers that differ; one that was has its lineage.
   */
  public boolean takes(Reached job) {
    Lineage lineage = newest.lineage();
    return lineage.isNone()
        || lineage.equals(job.lineage())
        || (job.lineage().isNone() && lineage.isPure());
  }

  /** With a newcomer, who is the last of the members, and what it brings if that is farther. */
  public Flight join(Urgency urgency, Reached job) {
    Member newcomer = new Member(joined, urgency, job.evaluation(), effort, alone, false);
    return new Flight(
        Stream.concat(members.stream(), Stream.of(newcomer)).toList(),
        joined + 1,
        job.isBeyond(newest) ? job : newest,
        effort,
        alone,
        batchRows);
  }

  /** With a member that waits for something else than evaluations, which nobody else shall. */
  public Flight giveWay(long number) {
    return new Flight(
        members.stream().map(m -> m.number() == number ? m.yielding() : m).toList(),
        joined,
        newest,
        effort,
        alone,
        batchRows);
  }

  /** Without a member. */
  public Flight leave(long number) {
    return new Flight(
        members.stream().filter(member -> member.number() != number).toList(),
        joined,
        newest,
        effort,
        alone,
        batchRows);
  }

  /** After an evaluation by a member. Of two of the same states the first counts. */
  public Flight advance(Reached reached, Effort took) {
    boolean farther = reached.isBeyond(newest);
    return new Flight(
        members,
        joined,
        farther ? reached : newest,
        effort.plus(took.among(members.size())),
        farther && members.size() == 1 ? alone + 1 : alone,
        farther ? took.meanBatchRows() : batchRows);
  }

  /** Who asks the network; empty if nobody is on board. */
  public Optional<Member> leader() {
    return members.stream().min(MOST_URGENT_FIRST);
  }

  /**
   * What a member does next.
   *
   * @param evaluation that comes next for it
   */
  public Turn turn(long number, int evaluation) {
    if (newest.evaluation() > evaluation) {
      return new Turn.Take(newest);
    }
    return leader().filter(member -> member.number() == number).isPresent()
        ? new Turn.Lead()
        : new Turn.Follow();
  }

  /** A member's part so far. */
  public Share share(long number) {
    Member member =
        members.stream().filter(each -> each.number() == number).findFirst().orElseThrow();
    int own = alone - member.alone();
    return new Share(
        effort.since(member.effort()), newest.evaluation() - member.brought() - own, batchRows);
  }
}
