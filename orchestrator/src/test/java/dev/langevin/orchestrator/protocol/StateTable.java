package dev.langevin.orchestrator.protocol;

import java.util.Arrays;

/**
 * All states seen, numbered in the order in which they were found, which is breadth-first: rows of
 * numbers in one array, compared in full, found through an open hash table.
 */
final class StateTable {
  private final int width;
  private int[] rows;
  private int[] parents;
  private int[] slots = new int[1 << 16];
  private int size;

  StateTable(int width) {
    this.width = width;
    rows = new int[width << 12];
    parents = new int[1 << 12];
  }

  int size() {
    return size;
  }

  int[] row(int state) {
    return Arrays.copyOfRange(rows, state * width, (state + 1) * width);
  }

  /** The state from which it was found first; -1 for the first of all. */
  int parent(int state) {
    return parents[state];
  }

  /** The state's number, whether it is new or not; it is new if {@link #size()} has grown. */
  int add(int[] row, int parent) {
    int mask = slots.length - 1;
    int slot = hash(row, 0) & mask;
    while (slots[slot] != 0) {
      int state = slots[slot] - 1;
      int from = state * width;
      if (Arrays.equals(rows, from, from + width, row, 0, width)) {
        return state;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = size + 1;
    if ((size + 1) * width > rows.length) {
      rows = Arrays.copyOf(rows, rows.length + (rows.length >> 1));
    }
    if (size == parents.length) {
      parents = Arrays.copyOf(parents, parents.length + (parents.length >> 1));
    }
    System.arraycopy(row, 0, rows, size * width, width);
    parents[size] = parent;
    size++;
    if (size > slots.length / 2) {
      grow();
    }
    return size - 1;
  }

  private void grow() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int state = 0; state < size; state++) {
      int slot = hash(rows, state * width) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = state + 1;
    }
  }

  private int hash(int[] of, int from) {
    long mixed = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < width; i++) {
      mixed = (mixed ^ of[from + i]) * 0xFF51AFD7ED558CCDL;
      mixed ^= mixed >>> 32;
    }
    return (int) mixed;
  }
}
