package dev.langevin.bench.scaleout;

import dev.langevin.denoiser.Denoiser;
import dev.langevin.denoiser.DenoiserConfig;
import dev.langevin.runtime.config.Environment;
import dev.langevin.runtime.lifecycle.Service;
import dev.langevin.runtime.lifecycle.Services;
import java.io.IOException;
import java.nio.file.Path;

/** The denoiser as it is, with a simulated accelerator in place of ONNX Runtime. */
public final class SimulatedDenoiser {
  private SimulatedDenoiser() {}

  /**
   * Runs it until it is told to stop.
   *
   * @param arguments milliseconds of a run, milliseconds of a row, the file that is told of runs
   */
  public static void main(String[] arguments) throws IOException {
    Accelerator accelerator =
        new Accelerator(
            Double.parseDouble(arguments[0]),
            Double.parseDouble(arguments[1]),
            RunLog.create(Path.of(arguments[2])));
    Services.main("denoiser", environment -> start(environment, accelerator));
  }

  private static Service start(Environment environment, Accelerator accelerator) {
    DenoiserConfig config = DenoiserConfig.fromEnvironment(environment);
    environment.refuseUnknown();
    return Denoiser.start(config, (model, digest) -> new SimulatedNetwork(model, accelerator));
  }
}
