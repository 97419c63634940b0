package dev.langevin.runtime.onnx;

import dev.langevin.runtime.lifecycle.Rounds;
import dev.langevin.runtime.metrics.Meter;
import dev.langevin.runtime.metrics.Meters;
import dev.langevin.runtime.metrics.Telling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How full the GPUs are, as NVIDIA's driver says through its command: ONNX Runtime's Java interface
 * does not say it. Of the whole device, whoever fills it.
 */
public final class GpuMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GpuMemory.class);
  private static final Duration PERIOD = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final double MEBIBYTE = 1 << 20;
  private static final List<String> COMMAND =
      List.of(
          "nvidia-smi",
          "--query-gpu=index,memory.used,memory.free,memory.total",
          "--format=csv,noheader,nounits");

  /**
   * One device.
   *
   * @param index as the driver counts them
   * @param used bytes, as the other two
   */
  record Device(String index, double used, double free, double total) {}

  private final List<String> command;
  private final Rounds rounds;
  private final Telling telling;
  private volatile List<Device> devices = List.of();
  private boolean complained;

  private GpuMemory(List<String> command, Meters meters) {
    this.command = command;
    telling =
        meters.tell(
            Meter.GPU_MEMORY_BYTES,
            told ->
                devices.forEach(
                    device -> {
                      told.value(device.used(), device.index(), "used");
                      told.value(device.free(), device.index(), "free");
                      told.value(device.total(), device.index(), "total");
                    }));
    rounds = Rounds.start("gpu-memory", PERIOD, this::look);
  }

  /** Looks every so often where networks run on GPUs; does nothing elsewhere. */
  public static AutoCloseable watch(ExecutionSettings settings) {
    return settings.provider() == Provider.CUDA
        ? new GpuMemory(COMMAND, Meters.ofProcess())
        : () -> {};
  }

  /** The same with another command that answers as that one does. */
  static GpuMemory watch(List<String> command, Meters meters) {
    return new GpuMemory(command, meters);
  }

  /** What the command says: a line a device, with index, and used, free and all MiB. */
  static List<Device> parse(String answer) {
    List<Device> devices = new ArrayList<>();
    for (String line : answer.lines().toList()) {
      String[] cells = line.split(",", -1);
      if (cells.length != 4) {
        throw new IllegalArgumentException("not index, used, free and total: " + line);
      }
      devices.add(new Device(cells[0].strip(), bytes(cells[1]), bytes(cells[2]), bytes(cells[3])));
    }
    return List.copyOf(devices);
  }

  /** What was seen last. */
  List<Device> devices() {
    return devices;
  }

  @Override
  public void close() {
    rounds.close();
    telling.close();
  }

  private static double bytes(String mebibytes) {
    return Double.parseDouble(mebibytes.strip()) * MEBIBYTE;
  }

  private void look() throws InterruptedException {
    try {
      devices = parse(ask());
      complained = false;
    } catch (IOException | IllegalArgumentException e) {
      devices = List.of(); // an old number would look like a new one
      if (!complained) {
        complained = true;
        LOG.warn("How full the GPUs are is not known: {}", e.toString());
      }
    }
  }

  private String ask() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("%s says nothing".formatted(command.getFirst()));
      }
      String answer =
          new String(process.getInputStream().readNBytes(1 << 16), StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0) {
        throw new IOException(
            "%s ended with %d: %s".formatted(command.getFirst(), process.exitValue(), answer));
      }
      return answer;
    } finally {
      process.destroyForcibly();
    }
  }
}
