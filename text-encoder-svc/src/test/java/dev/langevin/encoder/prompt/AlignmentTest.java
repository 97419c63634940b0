package dev.langevin.encoder.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  @Test
  void length_lengths_isTheirLeastCommonMultiple() {
    assertThat(Alignment.length(List.of(77L, 77L))).isEqualTo(77);
    assertThat(Alignment.length(List.of(77L, 154L, 231L))).isEqualTo(462);
  }

  @Test
  void length_manyDifferentOnes_doesNotOverflow() {
    List<Long> primes = List.of(101L, 103L, 107L, 109L, 113L, 127L, 131L, 137L, 139L, 149L, 151L);

    assertThat(Alignment.length(primes)).isGreaterThanOrEqualTo(1 << 30);
    assertThat(Alignment.length(Collections.nCopies(16, 7L))).isEqualTo(7);
  }

  @Test
  void repeated_states_comeAsOftenAsAsked() {
    Tensor tensor = Alignment.repeated(Tensors.of(new float[] {1, 2}, 2, 1), 6);

    assertThat(tensor.getShapeList()).containsExactly(6L, 1L);
    assertThat(Tensors.floats(tensor)).containsExactly(1, 2, 1, 2, 1, 2);
  }
}
