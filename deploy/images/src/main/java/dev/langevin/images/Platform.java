package dev.langevin.images;

/**
 * What the image runs on: what builds it, since the Java runtime comes from there.
 *
 * @param docker its name among images
 * @param onnx in the jar of ONNX Runtime
 * @param tokenizers in the jar of the tokenizers
 * @param netty at the end of the names of Netty's libraries
 */
record Platform(String docker, String onnx, String tokenizers, String netty) {
  /** This machine's. */
  static Platform here() {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch");
    if (!system.equals("Linux")) {
      throw ImageException.refused(
          "os.name", system, "Linux, whose Java runtime the images hold: build them there");
    }
    return switch (processor) {
      case "amd64" -> new Platform("amd64", "linux-x64", "linux-x86_64", "x86_64");
      case "aarch64" -> new Platform("arm64", "linux-aarch64", "linux-aarch64", "aarch_64");
      default -> throw ImageException.refused("os.arch", processor, "one of amd64, aarch64");
    };
  }
}
