package dev.langevin.runtime.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.langevin.runtime.config.ConfigurationException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares sessions on the provider that was asked for. */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /** Longer than an operator that runs in one thread, much shorter than a step. */
  private static final String SPIN_MICROS = "200";

  private static final long STACK = 1 << 20;
  private static final long STACK_PER_CHARACTER = 1 << 10;

  private Sessions() {}

  /** The one environment of the process. */
  static OrtEnvironment environment() {
    return Holder.ENVIRONMENT;
  }

  /** Options for a session on the provider that will run it. */
  record Prepared(Provider provider, OrtSession.SessionOptions options) implements AutoCloseable {
    OrtSession open(Path file) throws OrtException {
      return environment().createSession(file.toString(), options);
    }

    /** Weights outside the network are looked for beside the file, as if it had been opened. */
    OrtSession open(ByteBuffer network, Path file) throws OrtException {
      Path folder = file.toAbsolutePath().getParent();
      options.addConfigEntry(
          "session.model_external_initializers_file_folder_path", folder.toString());
      return environment().createSession(network, options);
    }

    @Override
    public void close() {
      options.close();
    }
  }

  static Prepared prepare(ExecutionSettings settings) throws OrtException {
    // First of all, and in one thread: the library's classes initialise each other under locks of
    // their own, and two threads that begin at different ends wait for each other for ever.
    environment();
    return switch (settings.provider()) {
      case CPU -> new Prepared(Provider.CPU, options(settings));
      case CUDA -> cuda(settings);
    };
  }

  /** Options on which adding a provider has failed can't be used, so the CPU gets fresh ones. */
  private static Prepared cuda(ExecutionSettings settings) throws OrtException {
    OrtSession.SessionOptions options = options(settings);
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
      options.addCUDA(cuda);
      return new Prepared(Provider.CUDA, options);
    } catch (OrtException e) {
      options.close();
      String why = "LANGEVIN_PROVIDER: cuda can't start here: " + e.getMessage();
      if (!settings.fallback()) {
        throw new ConfigurationException(
            why + " (LANGEVIN_PROVIDER_FALLBACK=true lets the CPU stand in)", e);
      }
      LOG.warn("{}; the CPU stands in", why);
      return new Prepared(Provider.CPU, options(settings));
    }
  }

  private static OrtSession.SessionOptions options(ExecutionSettings settings) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(settings.threads());
    options.setInterOpNumThreads(1);
    // A thread that sleeps between two operators is woken too late: spinning saves a run of the
    // default model 10 to 18 %. One that spins on after the run takes the core from everything else
    // in the process.
    options.addConfigEntry("session.intra_op.allow_spinning", "1");
    options.addConfigEntry("session.intra_op.spin_duration_us", SPIN_MICROS);
    options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    return options;
  }

  /**
   * ONNX Runtime 1.29 matches the process's command line with a recursive regular expression, and
   * overflows an ordinary stack where it is long: a class path of a hundred jars, a long prompt.
   */
  private static OrtEnvironment create() {
    int commandLine = ProcessHandle.current().info().commandLine().map(String::length).orElse(0);
    FutureTask<OrtEnvironment> creation =
        new FutureTask<>(
            () -> {
              OrtEnvironment environment =
                  OrtEnvironment.getEnvironment(
                      OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "langevin");
              // On Linux, too, it would report to its makers what it runs.
              environment.setTelemetry(false);
              return environment;
            });
    new Thread(null, creation, "onnxruntime-start", STACK + commandLine * STACK_PER_CHARACTER)
        .start();
    try {
      return creation.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ONNX Runtime started", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime can't start", e.getCause());
    }
  }

  private static final class Holder {
    static final OrtEnvironment ENVIRONMENT = create();
  }
}
