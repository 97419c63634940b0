package dev.langevin.denoiser.stream;

import com.google.protobuf.Duration;
import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.ServedModel;
import dev.langevin.denoiser.batch.order.Demand;
import dev.langevin.denoiser.batch.order.Job;
import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.Elements;
import dev.langevin.denoiser.network.RowInput;
import dev.langevin.internal.v1.Row;
import dev.langevin.internal.v1.Step;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.Port;
import dev.langevin.v1.Priority;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Turns a step into rows, or says which field of it can't be taken. */
final class StepReader {
  private static final int MAX_ROWS = 256;

  /** More than a thousand steps of sixteen images with all conditionings and corrections need. */
  private static final long MAX_REMAINING = 1 << 24;

  /** Ten years: any deadline, and still a number of nanoseconds. */
  private static final long MAX_SECONDS = 315_360_000;

  private StepReader() {}

  /** The type of a step's latents, in which it is answered. */
  static ElementType type(Step step, Port latent) {
    requireCount("latents", step.getLatentsCount());
    return Types.require("latents[0]", latent, step.getLatents(0).getType());
  }

  /** What the step's order of service depends on. */
  static Demand demand(Step step, Job job) {
    boolean patient = step.getPriority() == Priority.PRIORITY_BATCH;
    long after = Integer.toUnsignedLong(step.getRemainingRows());
    if (after > MAX_REMAINING) {
      throw DenoiserException.invalid("remaining_rows", after, "in 0.." + MAX_REMAINING);
    }
    return new Demand(job, patient, after, slack(step));
  }

  private static long slack(Step step) {
    if (!step.hasDeadlineSlack()) {
      return Demand.NO_DEADLINE;
    }
    Duration slack = step.getDeadlineSlack();
    if (slack.getSeconds() < -MAX_SECONDS || slack.getSeconds() > MAX_SECONDS) {
      throw DenoiserException.invalid(
          "deadline_slack", slack.getSeconds() + " s", "in -" + MAX_SECONDS + ".." + MAX_SECONDS);
    }
    return TimeUnit.SECONDS.toNanos(slack.getSeconds()) + slack.getNanos();
  }

  static List<RowInput> rows(Step step, ServedModel model, List<Conditioning> conditionings) {
    Port port = model.network().latent();
    ElementType type = type(step, port);
    requireCount("rows", step.getRowsCount());
    List<ByteBuffer> latents = new ArrayList<>();
    for (int i = 0; i < step.getLatentsCount(); i++) {
      String field = "latents[%d]".formatted(i);
      Tensor tensor = step.getLatents(i);
      requireLatent(field, tensor, port, step.getLatents(0).getType());
      Shapes.requireSize(field, model.directory().card(), tensor.getShapeList());
      ByteBuffer data =
          Elements.convert(tensor.getData().asReadOnlyByteBuffer(), type, port.type());
      if (!Elements.finite(data, port.type())) {
        throw DenoiserException.invalid(
            field + ": it holds NaN or infinity in the network's " + port.type());
      }
      latents.add(data);
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
      rows.add(
          new RowInput(
              step.getLatents(from).getShapeList(),
              latents.get(from),
              conditionings.get(to),
              row.getTime()));
    }
    return rows;
  }

  private static void requireLatent(String field, Tensor tensor, Port port, Tensor.Type first) {
    if (tensor.getType() != first) {
      throw DenoiserException.invalid(
          field + ": type", tensor.getType(), "the first one's " + first);
    }
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
