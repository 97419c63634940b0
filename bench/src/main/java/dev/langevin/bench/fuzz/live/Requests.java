package dev.langevin.bench.fuzz.live;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.langevin.internal.v1.ConditioningChunk;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.Open;
import dev.langevin.internal.v1.PredictRequest;
import dev.langevin.internal.v1.Row;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.GuidanceOptions;
import dev.langevin.v1.SamplerOptions;
import dev.langevin.v1.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Good messages for the services of a {@link Fleet}. */
final class Requests {
  /** Latents of the tiny model. */
  private static final int CHANNELS = 4;

  private static final int SIDE = 8;

  private Requests() {}

  /** A job of the fewest steps. */
  static GenerationRequest generation() {
    return GenerationRequest.newBuilder()
        .setPrompt("a cat")
        .setNegativePrompt("a dog")
        .setModel(Fleet.MODEL)
        .setSteps(1)
        .setSampler("euler")
        .setGuidanceScale(2)
        .setSeed(7)
        .setCount(1)
        .putLabels("a", "b")
        .setSamplerOptions(
            SamplerOptions.newBuilder()
                .setConfig(
                    Struct.newBuilder()
                        .putFields("beta_end", Value.newBuilder().setNumberValue(0.02).build())))
        .setGuidanceOptions(GuidanceOptions.newBuilder().setRescale(0.1))
        .build();
  }

  /** The same as stored: with every default. */
  static GenerationRequest complete(int factor) {
    return generation().toBuilder()
        .setSize(Size.newBuilder().setWidth(SIDE * factor).setHeight(SIDE * factor))
        .build();
  }

  static Tensor latents() {
    float[] data = new float[CHANNELS * SIDE * SIDE];
    for (int i = 0; i < data.length; i++) {
      data[i] = (i % 17 - 8) / 8f;
    }
    return Tensors.of(data, CHANNELS, SIDE, SIDE);
  }

  /** A stream of one step, with two rows on one picture's latents. */
  static List<PredictRequest> predict(List<Encoding> encodings) {
    List<PredictRequest> messages = new ArrayList<>();
    messages.add(
        PredictRequest.newBuilder()
            .setOpen(Open.newBuilder().setModel(Fleet.MODEL).setConditionings(encodings.size()))
            .build());
    for (int i = 0; i < encodings.size(); i++) {
      for (Map.Entry<String, Tensor> each : encodings.get(i).getTensorsMap().entrySet()) {
        Tensor tensor = each.getValue();
        messages.add(
            PredictRequest.newBuilder()
                .setConditioning(
                    ConditioningChunk.newBuilder()
                        .setConditioning(i)
                        .setInput(each.getKey())
                        .setType(tensor.getType())
                        .addAllShape(tensor.getShapeList())
                        .setData(tensor.getData()))
                .build());
      }
    }
    Step.Builder step = Step.newBuilder().setSequence(1).addLatents(latents());
    for (int i = 0; i < encodings.size(); i++) {
      step.addRows(Row.newBuilder().setConditioning(i).setTime(500));
    }
    messages.add(PredictRequest.newBuilder().setStep(step).build());
    return messages;
  }

  static ByteString bytes(byte[] bytes) {
    return ByteString.copyFrom(bytes);
  }
}
