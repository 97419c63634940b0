package dev.langevin.denoiser.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.batch.order.Demand;
import dev.langevin.denoiser.batch.order.Job;
import dev.langevin.denoiser.batch.order.RunQueue;
import dev.langevin.denoiser.batch.order.Selection;
import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunTest {
  private static final List<Long> SMALL = List.of(4L, 8L, 8L);
  private static final List<Long> LARGE = List.of(4L, 16L, 16L);

  @Test
  void of_whatTheQueueChose_isTakenFromTheEvaluations() {
    Evaluation first = evaluation(SMALL, 3, 1);
    Evaluation second = evaluation(SMALL, 7, 2);
    RunQueue<Evaluation, BatchKey> queue = queue(first, second);

    assertThat(Run.of(next(queue)).slots()).extracting(Run.Slot::evaluation).containsOnly(first);
    assertThat(first.waitingRows()).isZero();
    assertThat(Run.of(next(queue)).slots())
        .extracting(Run.Slot::row)
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(second.waitingRows()).isZero();
  }

  @Test
  void of_otherShapes_areRunsOfTheirOwn() {
    RunQueue<Evaluation, BatchKey> queue =
        queue(evaluation(SMALL, 2, 1), evaluation(LARGE, 2, 1), evaluation(SMALL, 2, 1));

    assertThat(List.of(Run.of(next(queue)).slots().size(), Run.of(next(queue)).slots().size()))
        .containsExactly(4, 2);
  }

  @Test
  void rowsByKey_whereTheTimeIsOneForAll_areSplitByTime() {
    Evaluation evaluation = evaluation(SMALL, 4, 1, 1, 2);
    assertThat(evaluation.rowsByKey(true).values()).containsExactly(List.of(0, 1, 2, 3));
    assertThat(evaluation.rowsByKey(false).values()).containsExactly(List.of(0, 1, 3), List.of(2));
  }

  @Test
  void apart_ofARun_isOneRunForEachEvaluation() {
    Run run = Run.of(next(queue(evaluation(SMALL, 2, 1), evaluation(SMALL, 3, 1))));
    assertThat(run.apart()).extracting(one -> one.slots().size()).containsExactly(2, 3);
  }

  private static RunQueue<Evaluation, BatchKey> queue(Evaluation... evaluations) {
    RunQueue<Evaluation, BatchKey> queue = RunQueue.standard();
    for (Evaluation evaluation : evaluations) {
      queue.add(evaluation, evaluation.demand(), evaluation.rowsByKey(true), 0);
    }
    return queue;
  }

  private static Selection<Evaluation, BatchKey> next(RunQueue<Evaluation, BatchKey> queue) {
    return queue.next(0, key -> 8);
  }

  /** Rows at the given times, in turn, with the first for the rest. */
  private static Evaluation evaluation(List<Long> shape, int rows, double... times) {
    Conditioning none = new Conditioning(Map.of());
    List<RowInput> inputs =
        IntStream.range(0, rows)
            .mapToObj(i -> times[i < times.length ? i : 0])
            .map(time -> new RowInput(shape, ByteBuffer.allocate(0), none, time))
            .toList();
    Demand demand = new Demand(new Job("a"), false, 0, Demand.NO_DEADLINE);
    return new Evaluation(1, inputs, demand, ElementType.FLOAT, new Deaf());
  }

  private static final class Deaf implements Evaluation.Listener {
    @Override
    public Runnable predicted(Evaluation.Prediction prediction) {
      return () -> {};
    }

    @Override
    public void failed(DenoiserException failure) {}
  }
}
