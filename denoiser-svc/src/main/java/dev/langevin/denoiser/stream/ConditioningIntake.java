package dev.langevin.denoiser.stream;

import dev.langevin.denoiser.DenoiserException;
import dev.langevin.denoiser.batch.Admission;
import dev.langevin.denoiser.network.Conditioning;
import dev.langevin.denoiser.network.Elements;
import dev.langevin.internal.v1.ConditioningChunk;
import dev.langevin.runtime.onnx.ElementType;
import dev.langevin.runtime.onnx.Port;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts a stream's conditionings together, within the limits. */
final class ConditioningIntake {
  private static final int MAX_CONDITIONINGS = 16;
  private static final int MAX_CHUNK_BYTES = 1 << 20;

  private final List<Port> ports;
  private final Admission admission;
  private final List<Map<String, Conditioning.Part>> conditionings;
  private long keptBytes;

  ConditioningIntake(int count, List<Port> ports, Admission admission) {
    if (count < 1 || count > MAX_CONDITIONINGS) {
      throw DenoiserException.invalid("open.conditionings", count, "in 1.." + MAX_CONDITIONINGS);
    }
    this.ports = ports;
    this.admission = admission;
    this.conditionings =
        IntStream.range(0, count)
            .<Map<String, Conditioning.Part>>mapToObj(i -> new HashMap<>())
            .toList();
  }

  void add(ConditioningChunk chunk) {
    int index = chunk.getConditioning();
    if (index < 0 || index >= conditionings.size()) {
      String allowed = "in 0.." + (conditionings.size() - 1);
      throw DenoiserException.invalid("conditioning", Integer.toUnsignedString(index), allowed);
    }
    String field = field(index, chunk.getInput());
    if (chunk.getData().size() > MAX_CHUNK_BYTES) {
      String allowed = "at most " + MAX_CHUNK_BYTES + " bytes";
      throw DenoiserException.invalid(field + ": chunk", chunk.getData().size(), allowed);
    }
    Conditioning.Part part = conditionings.get(index).get(chunk.getInput());
    if (part == null) {
      part = begin(field, chunk);
      conditionings.get(index).put(chunk.getInput(), part);
    } else if (part.type() != Types.require(field, port(chunk), chunk.getType())) {
      String allowed = "the first chunk's " + part.type();
      throw DenoiserException.invalid(field + ": type", chunk.getType(), allowed);
    } else if (!part.shape().equals(chunk.getShapeList())) {
      String allowed = "the first chunk's " + part.shape();
      throw DenoiserException.invalid(field + ": shape", chunk.getShapeList(), allowed);
    }
    if (chunk.getData().size() > part.data().remaining()) {
      int more = chunk.getData().size() - part.data().remaining();
      throw DenoiserException.invalid(
          "%s: %d bytes more than shape %s takes".formatted(field, more, part.shape()));
    }
    chunk.getData().copyTo(part.data());
  }

  /** The conditionings, if they are complete. */
  List<Conditioning> finish() {
    List<Conditioning> finished = new ArrayList<>();
    for (int i = 0; i < conditionings.size(); i++) {
      Map<String, Conditioning.Part> parts = new HashMap<>();
      for (Port port : ports) {
        parts.put(port.name(), finish(i, port));
      }
      finished.add(new Conditioning(Map.copyOf(parts)));
    }
    return List.copyOf(finished);
  }

  /** Gives the memory back. */
  void release() {
    admission.release(keptBytes);
    keptBytes = 0;
  }

  private Conditioning.Part begin(String field, ConditioningChunk chunk) {
    Port port = port(chunk);
    ElementType type = Types.require(field, port, chunk.getType());
    Shapes.require(field, port, chunk.getShapeList());
    long elements = Shapes.elements(field, chunk.getShapeList());
    long bytes = elements * Math.max(type.bytes(), port.type().bytes());
    if (bytes > Integer.MAX_VALUE) {
      throw DenoiserException.invalid(field + ": bytes", bytes, "at most " + Integer.MAX_VALUE);
    }
    admission.keep(bytes);
    keptBytes += bytes;
    ByteBuffer data = ByteBuffer.allocate((int) elements * type.bytes());
    return new Conditioning.Part(type, List.copyOf(chunk.getShapeList()), data);
  }

  private Conditioning.Part finish(int conditioning, Port port) {
    String field = field(conditioning, port.name());
    Conditioning.Part part = conditionings.get(conditioning).get(port.name());
    if (part == null) {
      throw DenoiserException.invalid(field + ": missing; the network takes it");
    }
    if (part.data().hasRemaining()) {
      int missing = part.data().remaining();
      throw DenoiserException.invalid(
          "%s: %d bytes of shape %s are missing".formatted(field, missing, part.shape()));
    }
    ByteBuffer data = Elements.convert(part.data().flip(), part.type(), port.type());
    return new Conditioning.Part(port.type(), part.shape(), data);
  }

  private Port port(ConditioningChunk chunk) {
    return ports.stream()
        .filter(candidate -> candidate.name().equals(chunk.getInput()))
        .findFirst()
        .orElseThrow(() -> DenoiserException.invalid("input", chunk.getInput(), names()));
  }

  private String names() {
    return "one of " + ports.stream().map(Port::name).collect(Collectors.joining(", "));
  }

  private static String field(int conditioning, String input) {
    return "conditioning %d: %s".formatted(conditioning, input);
  }
}
