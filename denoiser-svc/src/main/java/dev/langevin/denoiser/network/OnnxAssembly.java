package dev.langevin.denoiser.network;

import dev.langevin.runtime.onnx.Answer;
import dev.langevin.runtime.onnx.Array;
import dev.langevin.runtime.onnx.OnnxNetwork;
import dev.langevin.runtime.onnx.Port;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** Rows for ONNX Runtime, which reads the buffers without a copy. */
final class OnnxAssembly implements Assembly {
  private final OnnxNetwork network;
  private final Port latent;
  private final TimeInput time;
  private final List<Port> conditioning;
  private final String output;
  private final Map<String, Stack> stacks = new HashMap<>();
  private RowInput first;
  private Answer answer;

  OnnxAssembly(
      OnnxNetwork network, Port latent, TimeInput time, List<Port> conditioning, String output) {
    this.network = network;
    this.latent = latent;
    this.time = time;
    this.conditioning = conditioning;
    this.output = output;
    stacks.put(latent.name(), new Stack());
    stacks.put(time.port().name(), new Stack());
    conditioning.forEach(port -> stacks.put(port.name(), new Stack()));
  }

  @Override
  public void clear() {
    stacks.values().forEach(Stack::clear);
    first = null;
    discard();
  }

  @Override
  public void add(RowInput row) {
    if (first == null) {
      first = row;
    }
    stack(latent).next(row.latent().limit()).put(row.latent().duplicate());
    time.add(row.time(), stack(time.port()));
    for (Port port : conditioning) {
      Conditioning.Part part = row.conditioning().parts().get(port.name());
      stack(port).next(part.data().limit()).put(part.data().duplicate());
    }
  }

  @Override
  public void run(int padded) {
    discard();
    Map<String, Array> arrays = new HashMap<>();
    arrays.put(latent.name(), array(latent, first.shape(), padded));
    arrays.put(time.port().name(), time.array(stack(time.port()), padded));
    for (Port port : conditioning) {
      Conditioning.Part part = first.conditioning().parts().get(port.name());
      arrays.put(port.name(), array(port, part.shape(), padded));
    }
    answer = network.answer(arrays, Set.of(output));
  }

  @Override
  public Outputs outputs() {
    try {
      return Outputs.of(answer.array(output));
    } finally {
      discard();
    }
  }

  @Override
  public void close() {
    clear();
  }

  private Stack stack(Port port) {
    return stacks.get(port.name());
  }

  private Array array(Port port, List<Long> shape, int padded) {
    Stack stack = stack(port);
    stack.pad(padded);
    long[] extents =
        LongStream.concat(LongStream.of(padded), shape.stream().mapToLong(Long::longValue))
            .toArray();
    return stack.array(port.type(), extents);
  }

  private void discard() {
    if (answer != null) {
      answer.close();
      answer = null;
    }
  }
}
