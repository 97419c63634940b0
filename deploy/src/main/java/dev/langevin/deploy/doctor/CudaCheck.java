package dev.langevin.deploy.doctor;

import dev.langevin.client.doctor.Check;
import dev.langevin.client.doctor.Finding;
import dev.langevin.runtime.onnx.Probe;
import dev.langevin.runtime.onnx.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What runs networks here.
 *
 * @param wanted whether LANGEVIN_PROVIDER asks for CUDA
 * @param device a file that is there where there is an NVIDIA GPU
 * @param problem why CUDA can't start; empty if it can
 */
public record CudaCheck(boolean wanted, Path device, Supplier<Optional<String>> problem)
    implements Check {
  private static final String SUBJECT = "CUDA";

  /** On this machine. */
  public static CudaCheck here(boolean wanted) {
    return new CudaCheck(wanted, Path.of("/dev/nvidia0"), () -> Probe.problem(Provider.CUDA));
  }

  @Override
  public List<Finding> run() {
    int cores = Runtime.getRuntime().availableProcessors();
    boolean present = Files.exists(device);
    if (!wanted && !present) {
      return List.of(
          Finding.ok(
              SUBJECT, "no NVIDIA GPU; networks run on the processor, with " + cores + " cores"));
    }
    Optional<String> why = problem.get();
    if (why.isEmpty()) {
      return List.of(
          wanted
              ? Finding.ok(SUBJECT, "networks run on the GPU")
              : Finding.note(
                  SUBJECT,
                  "there is a GPU that could run networks, and the processor does",
                  "set LANGEVIN_PROVIDER=cuda"));
    }
    String install = "install CUDA 12 and cuDNN 9 where the system's loader finds them";
    return List.of(
        wanted
            ? Finding.broken(
                SUBJECT,
                why.get(),
                install + "; or LANGEVIN_PROVIDER_FALLBACK=true lets the processor stand in")
            : Finding.note(
                SUBJECT,
                "there is a GPU that is not used: " + why.get(),
                "set LANGEVIN_PROVIDER=cuda, and " + install));
  }
}
