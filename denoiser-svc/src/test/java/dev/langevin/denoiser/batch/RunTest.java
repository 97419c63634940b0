package dev.langevin.denoiser.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunTest {
  private static final List<Long> SMALL = List.of(4L, 8L, 8L);
  private static final List<Long> LARGE = List.of(4L, 16L, 16L);

  @Test
  void take_ofEvaluationsThatFit_takesThemAll() {
    List<Portion> waiting = waiting(evaluation(SMALL, 2, 1), evaluation(SMALL, 4, 2));
    assertThat(Run.take(waiting, 8).slots()).hasSize(6);
    assertThat(waiting).isEmpty();
  }

  @Test
  void take_leavesAnEvaluationThatWouldBeSplit_andTakesAnotherThatFits() {
    Evaluation first = evaluation(SMALL, 5, 1);
    Evaluation large = evaluation(SMALL, 4, 1);
    Evaluation last = evaluation(SMALL, 3, 1);
    List<Portion> waiting = waiting(first, large, last);
    assertThat(sources(Run.take(waiting, 8))).containsOnly(first, last).hasSize(8);
    assertThat(sources(Run.take(waiting, 8))).containsOnly(large).hasSize(4);
  }

  @Test
  void take_splitsTheFirstIfItIsTooLarge() {
    Evaluation huge = evaluation(SMALL, 11, 1);
    List<Portion> waiting = waiting(huge, evaluation(SMALL, 2, 1));
    Run first = Run.take(waiting, 8);
    assertThat(first.slots()).extracting(Run.Slot::row).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(huge.waitingRows()).isEqualTo(3);
    Run second = Run.take(waiting, 8);
    assertThat(second.slots()).extracting(Run.Slot::row).containsExactly(8, 9, 10, 0, 1);
    assertThat(waiting).isEmpty();
  }

  @Test
  void take_ofOtherShapes_leavesThem() {
    Evaluation small = evaluation(SMALL, 2, 1);
    Evaluation large = evaluation(LARGE, 2, 1);
    List<Portion> waiting = waiting(small, large, evaluation(SMALL, 2, 1));
    assertThat(Run.take(waiting, 8).slots()).hasSize(4);
    assertThat(sources(Run.take(waiting, 8))).containsOnly(large);
  }

  @Test
  void portions_whereTheTimeIsOneForAll_areSplitByTime() {
    Evaluation evaluation = evaluation(SMALL, 4, 1, 1, 2);
    assertThat(evaluation.portions(true)).hasSize(1);
    assertThat(evaluation.portions(false)).extracting(Portion::size).containsExactly(3, 1);
  }

  @Test
  void apart_ofARun_isOneRunForEachEvaluation() {
    List<Portion> waiting = waiting(evaluation(SMALL, 2, 1), evaluation(SMALL, 3, 1));
    assertThat(Run.take(waiting, 8).apart())
        .extracting(run -> run.slots().size())
        .containsExactly(2, 3);
  }

  private static List<Evaluation> sources(Run run) {
    return run.slots().stream().map(Run.Slot::evaluation).toList();
  }

  private static List<Portion> waiting(Evaluation... evaluations) {
    List<Portion> waiting = new ArrayList<>();
    for (Evaluation evaluation : evaluations) {
      waiting.addAll(evaluation.portions(true));
    }
    return waiting;
  }

  /** Rows at the given times, in turn, with the last for the rest. */
  private static Evaluation evaluation(List<Long> shape, int rows, double... times) {
    Conditioning none = new Conditioning(Map.of());
    List<RowInput> inputs =
        IntStream.range(0, rows)
            .mapToObj(i -> times[i < times.length ? i : 0])
            .map(time -> new RowInput(shape, ByteBuffer.allocate(0), none, time))
            .toList();
    return new Evaluation(1, inputs, 0, false, ElementType.FLOAT, new Deaf());
  }

  private static final class Deaf implements Evaluation.Listener {
    @Override
    public void predicted(Evaluation.Prediction prediction) {}

    @Override
    public void failed(DenoiserException failure) {}
  }
}
