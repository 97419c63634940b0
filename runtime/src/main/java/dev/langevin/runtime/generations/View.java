package dev.langevin.runtime.generations;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.v1.Generation;
import dev.langevin.v1.Generation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folded state of every generation, in memory: one serialized snapshot each and what lists,
 * deadlines and retention need. One thread applies records; any may read.
 */
final class View implements States<Snapshot> {
  /**
   * A generation. Reason and kind are each one of few; they are interned.
   *
   * @param line the line that it stands in; null if it does not wait
   * @param running the snapshot as it is while the generation runs, since its orchestrator looks at
   *     it at every evaluation; null before and after, when there may be very many
   */
  private record Entry(
      byte[] snapshot,
      Snapshot running,
      long offset,
      Cursor place,
      WaitingLine line,
      Stage stage,
      Agenda.Due due,
      State state,
      String reason,
      Kind kind) {}

  /** How many entries are looked at between two looks whether the caller is still there. */
  private static final int LOOKS = 1_024;

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Accounts<Entry> accounts = new Accounts<>();
  private final WaitingLines lines = new WaitingLines();
  private final Map<Stage, Agenda> agendas = new EnumMap<>(Stage.class);
  private final Map<Kind, Kind> kinds = new ConcurrentHashMap<>();
  private final AtomicLong unfinishedBytes = new AtomicLong();
  private final AtomicInteger running = new AtomicInteger();
  private volatile long beginnings;

  View() {
    for (Stage stage : Stage.values()) {
      agendas.put(stage, new Agenda());
    }
  }

  @Override
  public Verdict apply(String key, long offset, Snapshot next, Overruling overruling) {
    Entry entry = entries.get(key);
    Snapshot base =
        entry == null ? null : overruling.base(parse(entry), entry.offset(), next, Fold::apply);
    Verdict verdict =
        key.equals(next.getGeneration().getId())
            ? Fold.apply(base, next)
            : new Verdict.Refused("the key is not the generation's id");
    if (verdict instanceof Verdict.Accepted) {
      put(key, offset, next);
    }
    return verdict;
  }

  private void put(String key, long offset, Snapshot snapshot) {
    Generation generation = snapshot.getGeneration();
    Entry before = entries.get(key);
    Stage stage = Stage.of(snapshot);
    Entry entry =
        new Entry(
            snapshot.toByteArray(),
            generation.getState() == State.STATE_RUNNING ? snapshot : null,
            offset,
            before == null ? place(generation) : before.place(),
            lines.of(snapshot),
            stage,
            new Agenda.Due(stage.seconds(snapshot), key),
            generation.getState(),
            generation.getError().getReason().intern(),
            before == null
                ? kinds.computeIfAbsent(Kind.of(snapshot), kind -> kind)
                : before.kind());
    entries.put(key, entry);
    Account<Entry> account = accounts.of(entry.kind().tenant());
    if (stage == Stage.DELETED) {
      account.newestFirst().remove(entry.place());
    } else {
      account.newestFirst().put(entry.place(), entry);
    }
    if (before == null) {
      account.created(snapshot);
    }
    account.add(waiting(entry) - waiting(before), running(entry) - running(before));
    stand(before, entry);
    unfinishedBytes.addAndGet(unfinishedBytes(entry) - unfinishedBytes(before));
    running.addAndGet(running(entry) - running(before));
    agendas.get(stage).add(entry.due());
    if (before != null && !(before.stage() == stage && before.due().equals(entry.due()))) {
      agendas.get(before.stage()).remove(before.due());
    }
  }

  private static void stand(Entry before, Entry now) {
    if (now.line() != null) {
      now.line().add(now.place());
    }
    if (before != null && before.line() != null && before.line() != now.line()) {
      before.line().remove(before.place());
    }
  }

  private static Cursor place(Generation generation) {
    Timestamp created = generation.getCreateTime();
    return new Cursor(created.getSeconds(), created.getNanos(), generation.getId());
  }

  @Override
  public boolean bury(String key, String workId) {
    boolean counts = Fold.buries(get(key), workId);
    if (counts) {
      remove(key);
    }
    return counts;
  }

  @Override
  public void remove(String key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      Account<Entry> account = accounts.of(entry.kind().tenant());
      account.newestFirst().remove(entry.place());
      account.add(-waiting(entry), -running(entry));
      unfinishedBytes.addAndGet(-unfinishedBytes(entry));
      running.addAndGet(-running(entry));
      agendas.get(entry.stage()).remove(entry.due());
      if (entry.line() != null) {
        entry.line().remove(entry.place());
      }
    }
  }

  @Override
  public void clear() {
    entries.clear();
    lines.clear();
    accounts.clear();
    agendas.values().forEach(Agenda::clear);
    unfinishedBytes.set(0);
    running.set(0);
    beginnings++;
  }

  /** How many times it was read from the beginning again. */
  long beginnings() {
    return beginnings;
  }

  /** How many generations there are in a stage. */
  int count(Stage stage) {
    return agendas.get(stage).size();
  }

  /** A waiting generation's place in its queue, from 1; 0 if it does not wait. */
  int queuePlace(Snapshot snapshot) {
    return lines.place(snapshot, place(snapshot.getGeneration()));
  }

  /** The bytes of the snapshots of those that have not ended. */
  long unfinishedBytes() {
    return unfinishedBytes.get();
  }

  private static long unfinishedBytes(Entry entry) {
    return entry == null || entry.stage() != Stage.UNFINISHED ? 0 : entry.snapshot().length;
  }

  /** How many generations run. */
  int running() {
    return running.get();
  }

  /** How many of each kind have not ended, where there are any. Looks at each of them. */
  Map<Kind, Depth> depths() {
    Map<Kind, Depth> depths = new HashMap<>();
    for (String id : agendas.get(Stage.UNFINISHED).ids()) {
      Entry entry = entries.get(id);
      if (entry != null && entry.stage() == Stage.UNFINISHED) {
        Depth depth = depths.getOrDefault(entry.kind(), Depth.NONE);
        depths.put(
            entry.kind(),
            running(entry) == 0 ? depth.waits(entry.place().created()) : depth.runs());
      }
    }
    return depths;
  }

  /** What a tenant has in hand. */
  Standing standing(String tenant, Instant now) {
    Account<Entry> account = accounts.find(tenant);
    return account == null ? Standing.NONE : account.standing(now);
  }

  /** In how many seconds so many of a tenant's rows will no longer count. */
  int secondsUntil(String tenant, long fewer, Instant now) {
    Account<Entry> account = accounts.find(tenant);
    return account == null ? 0 : account.secondsUntil(fewer, now);
  }

  private static int waiting(Entry entry) {
    return entry == null || entry.line() == null ? 0 : 1;
  }

  private static int running(Entry entry) {
    return entry == null || entry.running() == null ? 0 : 1;
  }

  @Override
  public Snapshot get(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : parse(entry);
  }

  /**
   * A page of those that are not deleted.
   *
   * @throws CancellationException if the thread is interrupted: nobody waits for the page any more
   */
  Page list(int size, Cursor after, Selection selection) {
    List<Snapshot> page = new ArrayList<>(Math.min(size, 64));
    Cursor last = null;
    int looks = 0;
    Cursor start = selection.start();
    Cursor from = after == null || start != null && start.compareTo(after) > 0 ? start : after;
    for (var list = accounts.list(selection.tenant(), from, selection.end()); list.hasNext(); ) {
      Entry entry = list.next().getValue();
      if (++looks % LOOKS == 0 && Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted after %,d generations".formatted(looks));
      }
      Snapshot snapshot = selected(entry, selection);
      if (snapshot != null) {
        if (page.size() == size) {
          return new Page(page, last);
        }
        page.add(snapshot);
        last = entry.place();
      }
    }
    return new Page(page, null);
  }

  /** The entry's snapshot; null if it is not selected. */
  private static Snapshot selected(Entry entry, Selection selection) {
    if (!selection.mayHold(entry.state(), entry.reason(), entry.kind())) {
      return null;
    }
    if (!selection.reads()) {
      return parse(entry);
    }
    if (!selection.words().mayOccurIn(entry.snapshot())) {
      return null;
    }
    Snapshot snapshot = parse(entry);
    return selection.words().occurIn(snapshot.getGeneration()) ? snapshot : null;
  }

  /** Those in a stage whose time is before {@code now}, the longest overdue first. */
  List<Snapshot> due(Stage stage, Instant now, int limit) {
    return agendas.get(stage).before(now, limit).stream()
        .map(entries::get)
        .filter(entry -> entry != null && entry.stage() == stage)
        .map(View::parse)
        .toList();
  }

  private static Snapshot parse(Entry entry) {
    if (entry.running() != null) {
      return entry.running();
    }
    try {
      return Snapshot.parseFrom(entry.snapshot());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("a snapshot of our own cannot be read", e);
    }
  }
}
