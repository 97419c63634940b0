package dev.langevin.runtime.generations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The generations that wait in one queue, in the order of their creation: tells how many were
 * created before one of them, exactly and at any time, in less than a microsecond where 100,000
 * wait. They stand in sorted pieces of a bounded length, so that a place is a sum of lengths and
 * one search, and costs a reference each. Thread-safe.
 */
final class WaitingLine {
  /** A full piece is split in two. */
  private static final int PIECE = 1024;

  private static final Comparator<Cursor> OLDEST_FIRST = Comparator.reverseOrder();

  private final List<List<Cursor>> pieces = new ArrayList<>();

  /** How many wait. */
  synchronized int size() {
    return pieces.stream().mapToInt(List::size).sum();
  }

  /** How many of those that wait were created before this one, whether it waits or not. */
  synchronized int before(Cursor place) {
    int piece = piece(place);
    int before = 0;
    for (int i = 0; i < piece; i++) {
      before += pieces.get(i).size();
    }
    return pieces.isEmpty() ? 0 : before + index(pieces.get(piece), place);
  }

  /** Takes one in; once more changes nothing. */
  synchronized void add(Cursor place) {
    if (pieces.isEmpty()) {
      pieces.add(new ArrayList<>());
    }
    int number = piece(place);
    List<Cursor> piece = pieces.get(number);
    int index = index(piece, place);
    if (index < piece.size() && piece.get(index).equals(place)) {
      return;
    }
    piece.add(index, place);
    if (piece.size() == PIECE) {
      List<Cursor> rest = piece.subList(PIECE / 2, PIECE);
      pieces.add(number + 1, new ArrayList<>(rest));
      rest.clear();
    }
  }

  /** Lets one go; one that is not there changes nothing. */
  synchronized void remove(Cursor place) {
    if (pieces.isEmpty()) {
      return;
    }
    int number = piece(place);
    List<Cursor> piece = pieces.get(number);
    int index = index(piece, place);
    if (index == piece.size() || !piece.get(index).equals(place)) {
      return;
    }
    piece.remove(index);
    if (piece.isEmpty()) {
      pieces.remove(number);
    } else if (number > 0 && pieces.get(number - 1).size() + piece.size() < PIECE / 2) {
      pieces.get(number - 1).addAll(piece);
      pieces.remove(number);
    }
  }

  synchronized void clear() {
    pieces.clear();
  }

  /** The last piece that does not begin behind the place; the first if all do. */
  private int piece(Cursor place) {
    int low = 0;
    int high = pieces.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (OLDEST_FIRST.compare(pieces.get(middle).getFirst(), place) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Where the place is in a piece, or would be. */
  private static int index(List<Cursor> piece, Cursor place) {
    int found = Collections.binarySearch(piece, place, OLDEST_FIRST);
    return found < 0 ? -found - 1 : found;
  }
}
