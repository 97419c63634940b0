package dev.langevin.runtime.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.langevin.runtime.model.ModelException;
import dev.langevin.runtime.onnx.graph.Rewriting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network in a session of ONNX Runtime. Names, ranks and element types of inputs and outputs are
 * the session's. Safe for several threads; each run uses the threads of the session.
 */
public final class OnnxNetwork implements AutoCloseable {
  private final Path file;
  private final Provider provider;
  private final OrtSession session;
  private final List<Port> inputs;
  private final List<Port> outputs;

  private OnnxNetwork(Path file, Provider provider, OrtSession session) throws OrtException {
    this.file = file;
    this.provider = provider;
    this.session = session;
    this.inputs = ports(session.getInputInfo());
    this.outputs = ports(session.getOutputInfo());
  }

  /**
   * Loads a network.
   *
   * @throws ModelException naming the file, if it is not a network that ONNX Runtime takes
   * @throws dev.langevin.runtime.config.ConfigurationException if the provider can't start here
   */
  public static OnnxNetwork load(Path file, ExecutionSettings settings) {
    return load(file, settings, prepared -> prepared.open(file));
  }

  /**
   * Loads a changed network.
   *
   * @param file the file that it was made from, which is left as it is; its weights stay beside it
   * @param changed what to load
   * @throws ModelException naming the file, if ONNX Runtime does not take it
   * @throws dev.langevin.runtime.config.ConfigurationException if the provider can't start here
   */
  public static OnnxNetwork load(Path file, Rewriting changed, ExecutionSettings settings) {
    ByteBuffer network;
    try {
      network = changed.toBuffer();
    } catch (IOException e) {
      throw ModelException.network(file, "a changed copy can't be written: " + e.getMessage(), e);
    }
    return load(file, settings, prepared -> prepared.open(network, file));
  }

  private interface Opening {
    OrtSession on(Sessions.Prepared prepared) throws OrtException;
  }

  private static OnnxNetwork load(Path file, ExecutionSettings settings, Opening opening) {
    try (Sessions.Prepared prepared = Sessions.prepare(settings)) {
      OrtSession session = opening.on(prepared);
      try {
        return new OnnxNetwork(file, prepared.provider(), session);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException | IllegalArgumentException e) {
      throw ModelException.network(file, "ONNX Runtime can't load it: " + e.getMessage(), e);
    }
  }

  /** Version of ONNX Runtime. */
  public static String runtimeVersion() {
    return Sessions.environment().getVersion();
  }

  /** The file it came from. */
  public Path file() {
    return file;
  }

  /** What runs it, which is not what was asked for where the CPU stands in. */
  public Provider provider() {
    return provider;
  }

  /** The inputs in the graph's order. */
  public List<Port> inputs() {
    return inputs;
  }

  /** The outputs in the graph's order. */
  public List<Port> outputs() {
    return outputs;
  }

  /** Whether it has an input of that name. */
  public boolean hasInput(String name) {
    return inputs.stream().anyMatch(port -> port.name().equals(name));
  }

  /** The input of that name; ModelException naming those there are. */
  public Port input(String name) {
    return find(inputs, name, "input");
  }

  /** The output of that name; ModelException naming those there are. */
  public Port output(String name) {
    return find(outputs, name, "output");
  }

  /**
   * Runs it once. The arrays of the inputs must stay unchanged until it returns; they may be used
   * again afterwards.
   *
   * @param arrays every input by name, in direct buffers
   * @param wanted names of the outputs to compute
   * @return the wanted outputs by name, in heap buffers of their own
   * @throws NetworkException saying what ONNX Runtime says
   */
  public Map<String, Array> run(Map<String, Array> arrays, Set<String> wanted) {
    try (Answer answer = answer(arrays, wanted)) {
      Map<String, Array> outputs = new LinkedHashMap<>();
      wanted.forEach(name -> outputs.put(name, answer.array(name)));
      return outputs;
    }
  }

  /**
   * The same, without the copy of the outputs, which whoever asks may make at another time.
   *
   * @throws NetworkException saying what ONNX Runtime says
   */
  public Answer answer(Map<String, Array> arrays, Set<String> wanted) {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Array> entry : arrays.entrySet()) {
        tensors.put(entry.getKey(), tensor(entry.getValue()));
      }
      return new Answer(session.run(tensors, wanted));
    } catch (OrtException e) {
      throw new NetworkException(file + ": " + e.getMessage(), e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  /** Frees the session; no run may be going on. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new NetworkException(file + ": " + e.getMessage(), e);
    }
  }

  private Port find(List<Port> ports, String name, String kind) {
    return ports.stream()
        .filter(port -> port.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> {
              String names = ports.stream().map(Port::name).collect(Collectors.joining(", "));
              String why = "it has no %s %s, but %s".formatted(kind, name, names);
              return ModelException.network(file, why, null);
            });
  }

  private static List<Port> ports(Map<String, NodeInfo> nodes) {
    return nodes.values().stream().map(OnnxNetwork::port).toList();
  }

  private static Port port(NodeInfo node) {
    if (node.getInfo() instanceof TensorInfo info) {
      List<Long> shape = Arrays.stream(info.getShape()).boxed().toList();
      return new Port(node.getName(), ElementType.of(info.type), shape);
    }
    throw new IllegalArgumentException(node.getName() + " is not a tensor");
  }

  private static OnnxTensor tensor(Array array) throws OrtException {
    return OnnxTensor.createTensor(
        Sessions.environment(), array.data(), array.shape(), array.type().java());
  }
}
