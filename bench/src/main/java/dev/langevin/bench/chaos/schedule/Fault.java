package dev.langevin.bench.chaos.schedule;

import java.util.Locale;

/**
 * One thing that goes wrong.
 *
 * @param number counts the faults of a schedule, from 1
 * @param atMillis when it begins, since the beginning of the schedule
 * @param kind what goes wrong
 * @param member whom it strikes
 * @param lastsMillis how long it lasts
 * @param alone whether no other fault is near, so that what follows can be put down to it
 */
public record Fault(
    int number, long atMillis, Kind kind, Member member, long lastsMillis, boolean alone) {
  /** When it is over, since the beginning of the schedule. */
  public long endMillis() {
    return atMillis + lastsMillis;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%3d  %7.1f s  %-9s %-14s %4.1f s%s",
        number,
        atMillis / 1000.0,
        kind.title(),
        member.title(),
        lastsMillis / 1000.0,
        alone ? "" : "  beside another");
  }
}
