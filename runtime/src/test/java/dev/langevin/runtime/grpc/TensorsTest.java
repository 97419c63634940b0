package dev.langevin.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorsTest {
  @Test
  void of_floats_isLittleEndianAndComesBack() {
    float[] data = {1, -2.5f, Float.NaN, Float.MIN_VALUE, 0, -0f};
    Tensor tensor = Tensors.of(data, 2, 3);
    assertThat(tensor.getShapeList()).containsExactly(2L, 3L);
    assertThat(tensor.getType()).isEqualTo(Tensor.Type.TYPE_FLOAT);
    assertThat(tensor.getData().substring(0, 4).toByteArray()).containsExactly(0, 0, 0x80, 0x3f);
    assertThat(Tensors.floats(tensor)).isEqualTo(data);
    FloatBuffer target = FloatBuffer.allocate(7).put(9);
    Tensors.copy(tensor, target);
    assertThat(target.get(0)).isEqualTo(9);
    assertThat(target.get(2)).isEqualTo(-2.5f);
  }

  @Test
  void of_floatsInHalves_roundsAndComesBack() {
    Tensor tensor = Tensors.of(Tensor.Type.TYPE_FLOAT16, new float[] {1, 2049, -0.5f}, 3);
    assertThat(tensor.getType()).isEqualTo(Tensor.Type.TYPE_FLOAT16);
    assertThat(tensor.getData().substring(0, 2).toByteArray()).containsExactly(0, 0x3c);
    assertThat(Tensors.floats(tensor)).containsExactly(1, 2048, -0.5f);
    assertThatThrownBy(() -> Tensors.of(Tensor.Type.TYPE_INT64, new float[1], 1))
        .hasMessage("type TYPE_INT64 is not TYPE_FLOAT or TYPE_FLOAT16");
    assertThatThrownBy(() -> Tensors.floats(Tensors.of(new long[1], 1)))
        .hasMessage("type TYPE_INT64 is not TYPE_FLOAT or TYPE_FLOAT16");
  }

  @Test
  void of_longs_isLittleEndian() {
    Tensor tensor = Tensors.of(new long[] {258}, 1);
    assertThat(tensor.getData().toByteArray()).containsExactly(2, 1, 0, 0, 0, 0, 0, 0);
    assertThat(Tensors.check(tensor, Tensor.Type.TYPE_INT64)).isEqualTo(1);
  }

  @Test
  void of_noExtents_isAScalar() {
    assertThat(Tensors.floats(Tensors.of(new float[] {3}))).containsExactly(3);
  }

  @Test
  void of_aShapeThatDoesNotFit_isRefused() {
    assertThatThrownBy(() -> Tensors.of(new float[5], 2, 3))
        .hasMessage("5 elements are not the 6 that shape [2, 3] takes");
  }

  @Test
  void check_ofTensorsThatLie_saysHow() {
    Tensor tensor = Tensors.of(new float[6], 2, 3);
    assertRefused(tensor, Tensor.Type.TYPE_INT64, "type TYPE_FLOAT is not TYPE_INT64");
    assertRefused(
        tensor.toBuilder().setData(ByteString.copyFrom(new byte[23])).build(),
        Tensor.Type.TYPE_FLOAT,
        "23 bytes of data are not the 24 that shape [2, 3] of TYPE_FLOAT takes");
    assertRefused(
        tensor.toBuilder().setShape(0, 0).build(), Tensor.Type.TYPE_FLOAT, "extent under 1");
    assertRefused(tensor.toBuilder().setShape(0, 1L << 60).build(), Tensor.Type.TYPE_FLOAT, "2^31");
    assertThatThrownBy(() -> Tensors.elements(List.of(65536L, 65536L)))
        .hasMessageContaining("2^31");
  }

  private static void assertRefused(Tensor tensor, Tensor.Type type, String message) {
    assertThatThrownBy(() -> Tensors.check(tensor, type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
