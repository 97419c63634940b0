package dev.langevin.bench.chaos.wire;

import com.google.protobuf.ByteString;
import dev.langevin.internal.v1.Prediction;
import dev.langevin.internal.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a broken device or a broken program makes of a prediction. */
public enum Lie {
  /** One element is no number. */
  NAN {
    @Override
    Prediction of(Prediction truth) {
      Tensor first = truth.getOutputs(0);
      ByteBuffer data =
          ByteBuffer.wrap(first.getData().toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
      data.putFloat(0, Float.NaN);
      return truth.toBuilder()
          .setOutputs(0, first.toBuilder().setData(ByteString.copyFrom(data.array())))
          .build();
    }
  },
  /** A row is half as high as it should be. */
  SHAPES {
    @Override
    Prediction of(Prediction truth) {
      Tensor first = truth.getOutputs(0);
      Tensor half =
          first.toBuilder()
              .setShape(1, first.getShape(1) / 2)
              .setData(first.getData().substring(0, first.getData().size() / 2))
              .build();
      return truth.toBuilder().setOutputs(0, half).build();
    }
  },
  /** The data are not those of any tensor. */
  GARBAGE {
    @Override
    Prediction of(Prediction truth) {
      ByteString noise = ByteString.copyFromUtf8("}{ not floats, and too few of them");
      return truth.toBuilder()
          .setOutputs(0, truth.getOutputs(0).toBuilder().setData(noise))
          .build();
    }
  };

  abstract Prediction of(Prediction truth);
}
