package dev.langevin.orchestrator;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A {@link TestDenoiser} in a process of its own, to be frozen. */
record DenoiserProcess(Process process, String address) implements AutoCloseable {

  static DenoiserProcess start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            DenoiserProcess.class.getName());
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = process.inputReader();
    return new DenoiserProcess(process, out.readLine());
  }

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    try (TestDenoiser denoiser = new TestDenoiser()) {
      System.out.println(denoiser.address());
      Thread.currentThread().join();
    }
  }

  void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
