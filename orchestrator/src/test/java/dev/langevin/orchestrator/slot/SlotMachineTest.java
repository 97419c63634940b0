package dev.langevin.orchestrator.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.orchestrator.job.Outcome;
import dev.langevin.orchestrator.slot.SlotMachine.Decision;
import dev.langevin.orchestrator.slot.SlotState.Closed;
import dev.langevin.orchestrator.slot.SlotState.Draining;
import dev.langevin.orchestrator.slot.SlotState.Idle;
import dev.langevin.orchestrator.slot.SlotState.Lost;
import dev.langevin.orchestrator.slot.SlotState.Paused;
import dev.langevin.orchestrator.slot.SlotState.Working;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SlotMachineTest {
  private static final long RENEW = 1_000;
  private static final long GRACE = 500;
  private static final long PAUSE = 200_000_000;
  private static final SlotMachine MACHINE = new SlotMachine(RENEW, GRACE);

  private static final SlotEvent DELIVERED = new SlotEvent.Delivered();
  private static final SlotEvent TICK = new SlotEvent.Tick();
  private static final SlotEvent UNREADY = new SlotEvent.Unready("no denoiser");
  private static final SlotEvent LOST = new SlotEvent.LockLost();
  private static final SlotEvent DRAIN = new SlotEvent.Drain();
  private static final SlotAction CLOSE = new SlotAction.CloseConsumer();

  static Stream<Arguments> moves() {
    return Stream.of(
        move(new Idle(2), DELIVERED, 10, new Working(1_010, 2), new SlotAction.Start()),
        move(new Idle(2), TICK, 10, new Idle(2)),
        move(new Idle(0), UNREADY, 10, new Paused(10 + PAUSE, 0), CLOSE),
        move(new Idle(1), LOST, 10, new Paused(10 + 2 * PAUSE, 2), CLOSE),
        move(new Idle(0), DRAIN, 10, new Closed(), CLOSE),
        move(new Working(100, 1), TICK, 99, new Working(100, 1)),
        move(new Working(100, 1), TICK, 100, new Working(1_100, 1), new SlotAction.Renew()),
        move(new Working(100, 1), ended(Outcome.DONE), 50, new Idle(0), ack(Outcome.DONE)),
        move(new Working(100, 1), ended(Outcome.RELEASED), 50, new Idle(0), ack(Outcome.RELEASED)),
        move(
            new Working(100, 1),
            ended(Outcome.FAULTED),
            50,
            new Paused(50 + 2 * PAUSE, 2),
            ack(Outcome.FAULTED),
            CLOSE),
        move(new Working(100, 1), LOST, 50, new Lost(1, false), new SlotAction.Abandon()),
        move(new Working(100, 1), DRAIN, 50, new Draining(100, 550), new SlotAction.AskToStop()),
        move(new Draining(100, 550), TICK, 100, new Draining(1_100, 550), new SlotAction.Renew()),
        move(
            new Draining(900, 550),
            TICK,
            550,
            new Draining(900, 1_050),
            new SlotAction.Interrupt()),
        move(
            new Draining(900, 550),
            ended(Outcome.RELEASED),
            60,
            new Closed(),
            ack(Outcome.RELEASED),
            CLOSE),
        move(new Draining(900, 550), LOST, 60, new Lost(0, true), new SlotAction.Abandon()),
        move(new Lost(0, false), ended(Outcome.DONE), 60, new Paused(60 + PAUSE, 1), CLOSE),
        move(new Lost(0, false), DRAIN, 60, new Lost(0, true)),
        move(new Lost(0, true), ended(Outcome.DONE), 60, new Closed(), CLOSE),
        move(new Paused(100, 3), TICK, 99, new Paused(100, 3)),
        move(new Paused(100, 3), TICK, 100, new Idle(3)),
        move(new Paused(100, 3), UNREADY, 100, new Paused(100 + PAUSE, 3)),
        move(new Paused(100, 3), LOST, 50, new Paused(100, 3)),
        move(new Paused(100, 3), DRAIN, 50, new Closed()));
  }

  @ParameterizedTest(name = "{0} + {1} at {2}")
  @MethodSource("moves")
  void decide_legalMove_asTheTableSays(
      SlotState state, SlotEvent event, long now, SlotState next, List<SlotAction> actions) {
    assertThat(MACHINE.decide(state, event, now)).isEqualTo(new Decision(next, actions));
  }

  @Test
  void decide_secondRecordWhileWorking_isRefused() {
    assertThatThrownBy(() -> MACHINE.decide(new Working(1, 0), DELIVERED, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Delivered");
  }

  @Test
  void decide_manyFaults_pausesAreBounded() {
    Decision decision = MACHINE.decide(new Idle(1_000), LOST, 0);

    assertThat(decision.state()).isEqualTo(new Paused(64 * PAUSE, 1_001));
  }

  @Test
  void idleFor_working_untilTheRenewal() {
    assertThat(SlotMachine.idleFor(new Working(100, 0), 40)).isEqualTo(60);
    assertThat(SlotMachine.idleFor(new Working(100, 0), 140)).isZero();
    assertThat(SlotMachine.idleFor(new Draining(100, 70), 40)).isEqualTo(30);
    assertThat(SlotMachine.idleFor(new Lost(0, false), 40)).isEqualTo(Long.MAX_VALUE);
    assertThat(SlotMachine.idleFor(new Idle(0), 40)).isZero();
  }

  private static Arguments move(
      SlotState state, SlotEvent event, long now, SlotState next, SlotAction... actions) {
    return Arguments.of(state, event, now, next, List.of(actions));
  }

  private static SlotEvent ended(Outcome outcome) {
    return new SlotEvent.Ended(outcome);
  }

  private static SlotAction ack(Outcome outcome) {
    return new SlotAction.Acknowledge(outcome);
  }
}
