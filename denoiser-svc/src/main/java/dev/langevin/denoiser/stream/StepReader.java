package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.internal.v1.Row;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.onnx.Port;
import java.util.ArrayList;
import java.util.List;

/** Turns a step into rows, or says which field of it can't be taken. */
final class StepReader {
  private static final int MAX_ROWS = 256;

  private StepReader() {}

  static List<RowInput> rows(Step step, Port latent, List<Conditioning> conditionings) {
    requireCount("latents", step.getLatentsCount());
    requireCount("rows", step.getRowsCount());
    for (int i = 0; i < step.getLatentsCount(); i++) {
      requireLatent("latents[%d]".formatted(i), step.getLatents(i), latent);
    }
    List<RowInput> rows = new ArrayList<>();
    for (int i = 0; i < step.getRowsCount(); i++) {
      String field = "rows[%d].".formatted(i);
      Row row = step.getRows(i);
      int from = index(field + "latent", row.getLatent(), step.getLatentsCount());
      int to = index(field + "conditioning", row.getConditioning(), conditionings.size());
      if (!Double.isFinite(row.getTime())) {
        throw DenoiserException.invalid(field + "time", row.getTime(), "finite");
      }
      Tensor tensor = step.getLatents(from);
      rows.add(
          new RowInput(
              tensor.getShapeList(),
              tensor.getData().asReadOnlyByteBuffer(),
              conditionings.get(to),
              row.getTime()));
    }
    return rows;
  }

  private static void requireLatent(String field, Tensor tensor, Port port) {
    Shapes.require(field, port, tensor.getType());
    Shapes.require(field, port, tensor.getShapeList());
    try {
      Tensors.check(tensor, tensor.getType());
    } catch (IllegalArgumentException e) {
      throw DenoiserException.invalid(field + ": " + e.getMessage());
    }
  }

  private static void requireCount(String field, int count) {
    if (count < 1 || count > MAX_ROWS) {
      throw DenoiserException.invalid(field, count, "in 1.." + MAX_ROWS);
    }
  }

  private static int index(String field, int index, int count) {
    if (index < 0 || index >= count) {
      throw DenoiserException.invalid(
          field, Integer.toUnsignedString(index), "in 0.." + (count - 1));
    }
    return index;
  }
}
