package dev.langevin.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.bench.fuzz.kit.Campaign;
import dev.langevin.bench.fuzz.kit.Finding;
import dev.langevin.bench.fuzz.kit.Tally;
import dev.langevin.bench.fuzz.kit.Target;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the kit finds what it is there to find. */
class CampaignTest {
  @TempDir Path folder;

  @Test
  void run_sameSeed_makesTheSameInputs() throws Exception {
    List<String> one = new ArrayList<>();
    List<String> two = new ArrayList<>();
    campaign(1).run(target(input -> one.add(HexFormat.of().formatHex(input))), 50);
    campaign(1).run(target(input -> two.add(HexFormat.of().formatHex(input))), 50);

    assertThat(one).isEqualTo(two).doesNotHaveDuplicates();
  }

  @Test
  void run_mutatorFails_isNoCleanEnd() {
    Mutator broken =
        (seeds, random) -> {
          throw new StackOverflowError();
        };

    assertThatThrownBy(() -> campaign(1).run(target(input -> {}, broken), 50))
        .hasMessage("planted: input 1 could not be made")
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void replay_anyExceptionButARefusal_isFound() throws Exception {
    assertThat(what(input -> throwing(new ArithmeticException("x")))).contains("Arithmetic");
  }

  @Test
  void replay_stackOverflow_isFound() throws Exception {
    assertThat(what(CampaignTest::recursing)).contains("StackOverflowError");
  }

  @Test
  void replay_refusalWithoutAMessage_isFound() throws Exception {
    assertThat(what(input -> throwing(new IllegalArgumentException()))).contains("without a");
  }

  @Test
  void replay_refusalInTheProgramsOwnWords_isFound() throws Exception {
    Exception refusal = new IllegalArgumentException("bad: java.io.EOFException: end");

    assertThat(what(input -> throwing(refusal))).contains("unclear");
  }

  @Test
  void replay_clearRefusal_isNone() throws Exception {
    Exception refusal = new IllegalArgumentException("steps: 0 is not in 1..1000");
    Tally tally = replay(input -> throwing(refusal));

    assertThat(tally.clean()).isTrue();
    assertThat(tally.refused()).isEqualTo(1);
  }

  @Test
  void replay_muchMemory_isFound() throws Exception {
    assertThat(what(input -> assertThat(new byte[1 << 22]).isNotEmpty())).contains("allocates");
  }

  @Test
  void replay_inputThatNeverEnds_isFoundWithItsStack() throws Exception {
    Tally tally = replay(input -> LockSupport.park());

    assertThat(tally.findings()).hasSize(1);
    assertThat(tally.findings().getFirst().details()).contains("park");
  }

  @Test
  void replay_threadsLeftBehind_areFound() throws Exception {
    List<Thread> left = new ArrayList<>();
    String found =
        what(
            input -> {
              for (int i = 0; i < 40; i++) {
                left.add(Thread.ofPlatform().daemon().start(LockSupport::park));
              }
            });
    left.forEach(LockSupport::unpark);

    assertThat(found).contains("threads");
  }

  private interface Reader {
    void read(byte[] input) throws Exception;
  }

  private static void throwing(Exception failure) throws Exception {
    throw failure;
  }

  private static void recursing(byte[] input) throws Exception {
    recursing(input);
    throw new IllegalStateException("not here");
  }

  private String what(Reader reader) throws Exception {
    return replay(reader).findings().stream().map(Finding::what).reduce("", (a, b) -> a + b);
  }

  private Tally replay(Reader reader) throws Exception {
    return campaign(1).replay(target(reader), List.of(new byte[] {1}));
  }

  private Campaign campaign(long seed) {
    return new Campaign(seed, folder, fed -> {});
  }

  /** One that accepts its seed when it is warmed up, and after that reads. */
  private static Target target(Reader reader) {
    return target(reader, new ByteMutator());
  }

  private static Target target(Reader reader, Mutator mutator) {
    return new Target() {
      private boolean warm;

      @Override
      public String name() {
        return "planted";
      }

      @Override
      public List<byte[]> seeds() {
        return List.of(
            "a planted seed of some length".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }

      @Override
      public Mutator mutator() {
        return mutator;
      }

      @Override
      public void feed(byte[] input) throws Exception {
        if (warm) {
          reader.read(input);
        }
        warm = true;
      }

      @Override
      public List<Class<? extends Throwable>> refusals() {
        return List.of(IllegalArgumentException.class);
      }

      @Override
      public Duration limit() {
        return Duration.ofMillis(500);
      }

      @Override
      public long allocation() {
        return 1 << 21;
      }
    };
  }
}
