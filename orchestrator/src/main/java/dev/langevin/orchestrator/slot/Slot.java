package dev.langevin.orchestrator.slot;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.langevin.orchestrator.OrchestratorException.Stop;
import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.orchestrator.slot.SlotMachine.Decision;
import dev.langevin.orchestrator.slot.SlotState.Closed;
import dev.langevin.orchestrator.slot.SlotState.Idle;
import dev.langevin.orchestrator.slot.SlotState.Paused;
import dev.langevin.runtime.logging.LogFields;
import dev.langevin.runtime.metrics.Count;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.trace.Trace;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A slot's keeper: the one thread that touches the work source. It does what the {@link
 * SlotMachine} decides, and starts a virtual thread for each task.
 */
public final class Slot {
  private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

  private static final Count REDELIVERIES = Meters.ofProcess().count(Meter.REDELIVERIES_TOTAL);

  private final String name;
  private final WorkSource source;
  private final SlotGroup group;
  private final long grace;

  /** Holds few: a job ends once, and every other event is handled before the next is made. */
  private final BlockingQueue<SlotEvent> mailbox = new LinkedBlockingQueue<>();

  private final Thread keeper;
  private SlotMachine machine;
  private volatile SlotState state = new Idle(0);
  private byte[] delivered;
  private Task task;
  private Thread taskThread;
  private volatile boolean joined;

  /**
   * A slot that has not started.
   *
   * @param name of its threads
   * @param source where its work comes from; the slot closes it
   * @param group what it does
   * @param machine decides, until the broker has told the lock time
   */
  Slot(String name, WorkSource source, SlotGroup group, SlotMachine machine) {
    this.name = name;
    this.source = source;
    this.group = group;
    this.machine = machine;
    this.grace = machine.grace();
    this.keeper = Thread.ofPlatform().name(name).unstarted(this::keep);
  }

  void start() {
    keeper.start();
  }

  /** Asks it to close; returns at once. */
  void drain() {
    mailbox.add(new SlotEvent.Drain());
  }

  /** Waits until it is closed; whether it is. */
  boolean closed(long millis) throws InterruptedException {
    keeper.join(Math.max(1, millis));
    return !keeper.isAlive();
  }

  /** What it does at present. */
  SlotState state() {
    return state;
  }

  /** Where its work comes from. */
  String topic() {
    return group.topic();
  }

  /** Whether it has asked for work and was heard. */
  boolean joined() {
    return joined;
  }

  private void keep() {
    while (!(state instanceof Closed)) {
      try {
        SlotEvent event = next();
        Decision decision = machine.decide(state, event, System.nanoTime());
        if (LOG.isDebugEnabled() && !state.getClass().equals(decision.state().getClass())) {
          LOG.debug("{}: {} + {} -> {}", name, state, event, decision.state());
        }
        state = decision.state();
        decision.actions().forEach(this::perform);
      } catch (InterruptedException e) {
        mailbox.add(new SlotEvent.Drain());
      } catch (RuntimeException e) {
        LOG.error("{}: {}", name, state, e);
        mailbox.add(new SlotEvent.LockLost());
      }
    }
  }

  private SlotEvent next() throws InterruptedException {
    SlotEvent event =
        mailbox.poll(SlotMachine.idleFor(state, System.nanoTime()), TimeUnit.NANOSECONDS);
    if (event != null) {
      return event;
    }
    if (state instanceof Idle || state instanceof Paused) {
      Optional<String> lacking = group.missing().get();
      if (lacking.isPresent()) {
        return new SlotEvent.Unready(lacking.get());
      }
    }
    return state instanceof Idle ? ask() : new SlotEvent.Tick();
  }

  private SlotEvent ask() {
    try {
      Optional<byte[]> record = source.poll();
      joined = true;
      if (record.isEmpty()) {
        return new SlotEvent.Tick();
      }
      delivered = record.get();
      source.lockNanos().ifPresent(lock -> machine = new SlotMachine(lock / 3, grace));
      return new SlotEvent.Delivered();
    } catch (RuntimeException e) {
      LOG.warn("{}: no work can be had: {}", name, e.toString());
      return new SlotEvent.LockLost();
    }
  }

  private void perform(SlotAction action) {
    switch (action) {
      case SlotAction.Start start -> startTask();
      case SlotAction.Renew renew -> stillOurs("renew", source::renew);
      case SlotAction.Acknowledge ack ->
          stillOurs("acknowledge", () -> source.acknowledge(ack.outcome()));
      case SlotAction.AskToStop ask -> task.stop(Stop.DRAINED);
      case SlotAction.Abandon abandon -> {
        task.stop(Stop.LOCK_LOST);
        taskThread.interrupt();
      }
      case SlotAction.Interrupt interrupt -> taskThread.interrupt();
      case SlotAction.CloseConsumer close -> closeSource();
    }
  }

  private void stillOurs(String what, Supplier<Boolean> call) {
    boolean ours = false;
    try {
      ours = call.get();
    } catch (RuntimeException e) {
      LOG.warn("{}: can't {}: {}", name, what, e.toString());
    }
    if (!ours) {
      mailbox.add(new SlotEvent.LockLost());
    }
  }

  private void startTask() {
    try {
      task = group.tasks().of(delivered, source.deliveries());
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      // A record that no task can be made of would stop one slot after the other.
      LOG.error("{}: a work record of {} bytes can't be read", name, delivered.length, e);
      mailbox.add(new SlotEvent.Ended(counted(Outcome.UNREADABLE)));
      return;
    }
    if (source.deliveries() > 1) {
      Runnable line = () -> LOG.info("{}: delivery {}", task.name(), source.deliveries());
      task.generation().map(id -> LogFields.wrap(id, line)).orElse(line).run();
      REDELIVERIES.add();
    }
    Trace trace = source.trace();
    trace
        .since("orchestrator.queue", task.since())
        .set("langevin.delivery", source.deliveries())
        .close();
    Task running = task;
    taskThread =
        Thread.ofVirtual()
            .name(task.name())
            .start(trace.wrap(() -> mailbox.add(new SlotEvent.Ended(counted(running.run())))));
  }

  private static Outcome counted(Outcome outcome) {
    Meters.ofProcess().count(Meter.ATTEMPTS_TOTAL, outcome.name().toLowerCase(Locale.ROOT)).add();
    return outcome;
  }

  private void closeSource() {
    try {
      source.close();
    } catch (RuntimeException e) {
      LOG.warn("{}: the consumer did not close: {}", name, e.toString());
    }
  }
}
