package dev.langevin.denoiser.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.denoiser.BatchMode;
import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.DenoiserException.Reason;
import dev.langevin.denoiser.batch.order.Demand;
import dev.langevin.denoiser.batch.order.Job;
import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens while a run goes on. */
@Timeout(60)
class PipelineTest {
  private static final int CAP = 4;

  private final FakeNetwork network = new FakeNetwork();
  private final Admission admission = new Admission(1, 1000, 1);
  private final Device device = new Device();
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> left = new LinkedBlockingQueue<>();
  private Batcher batcher;

  @BeforeEach
  void open() {
    batcher = new Batcher("fake", network, admission, new Sizes(CAP, BatchMode.AUTO), device);
  }

  @AfterEach
  void close() {
    network.permits.release(1000);
    batcher.close();
    assertThat(network.overlapping).isLessThanOrEqualTo(1);
    await(() -> network.closed);
  }

  @Test
  void run_ofUnknownLength_leavesTheChoiceOpen() throws InterruptedException {
    submit(1);
    assertThat(network.runs.take()).containsExactly(1.0);
    submit(2);
    assertThat(network.assembled).hasValue(1);
    assertThat(admission.waitingRows()).isEqualTo(1);
    submit(3);
    network.permits.release();
    assertThat(network.runs.take()).containsExactly(2.0, 3.0);
  }

  @Test
  void run_ofForeseenLength_hasTheNextOneReadyBeforeItEnds() throws InterruptedException {
    learn();
    submit(1);
    assertThat(network.runs.take()).containsExactly(1.0);
    int before = network.assembled.get();
    submit(2, 3);
    await(() -> network.assembled.get() == before + 2);
    assertThat(network.runs).isEmpty();
    network.permits.release();
    assertThat(network.runs.take()).containsExactly(2.0, 3.0);
  }

  @Test
  void run_thatIsReady_takesInWhatComesLate() throws InterruptedException {
    learn();
    submit(1);
    network.runs.take();
    int before = network.assembled.get();
    submit(2);
    await(() -> network.assembled.get() == before + 1);
    submit(3, 4, 5, 6); // does not fit as a whole
    submit(7, 8);
    network.permits.release();
    assertThat(network.runs.take()).containsExactly(2.0, 7.0, 8.0);
    network.permits.release();
    assertThat(network.runs.take()).containsExactly(3.0, 4.0, 5.0, 6.0);
  }

  @Test
  void run_beginsBeforeTheLastOnesRowsAreHandedOut() throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(1);
    batcher.submit(evaluation(() -> awaitUninterruptibly(slow), 1));
    network.runs.take();
    submit(2);
    network.permits.release();
    assertThat(network.runs.take()).as("while 1 is being handed out").containsExactly(2.0);
    assertThat(heard).isEmpty();
    slow.countDown();
    assertThat(heard.take()).isInstanceOf(Evaluation.Prediction.class);
  }

  @Test
  void run_thatFails_failsTheCulpritAlone() throws InterruptedException {
    network.poison = 3;
    device.take();
    submit(1);
    submit(2, 3);
    device.giveBack();
    network.permits.release(3);
    assertThat(network.runs.take()).containsExactly(1.0, 2.0, 3.0);
    assertThat(network.runs.take()).containsExactly(1.0);
    assertThat(network.runs.take()).containsExactly(2.0, 3.0);
    assertThat(heard.take()).isInstanceOf(Evaluation.Prediction.class);
    assertThat(heard.take())
        .isInstanceOfSatisfying(
            DenoiserException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.NETWORK_FAILED));
    await(() -> admission.runningRows() == 0);
  }

  /** Such as spans, for which the next job's answer is not to wait. */
  @Test
  void run_ofSeveral_answersAllBeforeWhatIsLeftForLater() throws InterruptedException {
    device.take();
    submit(1);
    submit(2, 3);
    device.giveBack();
    network.permits.release();
    assertThat(left.take()).as("answers until then").isEqualTo(2);
    assertThat(left.take()).isEqualTo(2);
  }

  @Test
  void rows_ofASplitEvaluation_meetAgain() throws InterruptedException {
    submit(1, 2, 3, 4, 5, 6);
    network.permits.release(2);
    assertThat(network.runs.take()).hasSize(4);
    assertThat(network.runs.take()).hasSize(2);
    Evaluation.Prediction prediction = (Evaluation.Prediction) heard.take();
    for (int i = 0; i < 6; i++) {
      assertThat(prediction.rows()[i].getFloat(0)).isEqualTo(i + 1);
    }
  }

  @Test
  void chore_waitsForARunToEnd() throws InterruptedException {
    submit(1);
    network.runs.take();
    BlockingQueue<Integer> rowsMeanwhile = new LinkedBlockingQueue<>();
    batcher.whenQuiet(Duration.ZERO, () -> rowsMeanwhile.add(admission.runningRows()));
    network.permits.release();
    assertThat(rowsMeanwhile.take()).isZero();
  }

  @Test
  void close_withARunReady_runsItAndRefusesTheRest() throws InterruptedException {
    learn();
    submit(1);
    network.runs.take();
    int before = network.assembled.get();
    submit(2);
    await(() -> network.assembled.get() == before + 1);
    submit(3, 4, 5, 6);
    Thread closing = Thread.ofVirtual().start(batcher::close);
    assertThat(heard.take())
        .isInstanceOfSatisfying(
            DenoiserException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.STOPPING));
    network.permits.release(2);
    assertThat(heard.take()).isInstanceOf(Evaluation.Prediction.class);
    assertThat(heard.take()).isInstanceOf(Evaluation.Prediction.class);
    closing.join();
    assertThat(network.closed).isTrue();
  }

  @Test
  void models_thatShareADevice_takeTurns() throws InterruptedException {
    FakeNetwork other = new FakeNetwork();
    Admission ample = new Admission(1, 1000, 1);
    try (Batcher second =
        new Batcher("other", other, ample, new Sizes(1, BatchMode.AUTO), device)) {
      submit(1);
      network.runs.take();
      for (int i = 0; i < 4; i++) {
        second.submit(evaluation(() -> {}, i));
        submit(10 + i, 20 + i, 30 + i, 40 + i);
      }
      network.permits.release(1000);
      other.permits.release(1000);
      for (int i = 0; i < 9; i++) {
        heard.take();
      }
    }
    assertThat(network.runs).hasSize(4);
    assertThat(other.runs).hasSize(4);
  }

  /** Runs of one to four rows come to be known as short ones. */
  private void learn() throws InterruptedException {
    for (int i = 0; i < 40; i++) {
      network.permits.release();
      submit(1);
      network.runs.take();
      heard.take();
    }
  }

  private void submit(double... times) {
    batcher.submit(evaluation(() -> {}, times));
  }

  private Evaluation evaluation(Runnable before, double... times) {
    List<RowInput> rows = new ArrayList<>();
    DoubleStream.of(times)
        .forEach(
            time -> {
              ByteBuffer latent =
                  ByteBuffer.allocate(4)
                      .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                      .putFloat((float) time)
                      .flip();
              rows.add(new RowInput(List.of(1L, 1L, 1L), latent, new Conditioning(Map.of()), time));
            });
    Evaluation.Listener listener =
        new Evaluation.Listener() {
          @Override
          public Runnable predicted(Evaluation.Prediction prediction) {
            before.run();
            heard.add(prediction);
            return () -> left.add(heard.size());
          }

          @Override
          public void failed(DenoiserException failure) {
            heard.add(failure);
          }
        };
    return new Evaluation(
        1,
        rows,
        new Demand(new Job(""), false, 0, Demand.NO_DEADLINE),
        ElementType.FLOAT,
        listener);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
