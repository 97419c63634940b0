package dev.langevin.images;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Runs the programs that an image is made with. */
final class Tool {
  private Tool() {}

  /** Runs one of the JDK that runs us, in this process; gives what it said. */
  static String ofJdk(String name, List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        ToolProvider.findFirst(name)
            .orElseThrow(
                () -> ImageException.missing(name, "build with a JDK, not with a runtime alone"))
            .run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    if (code != 0) {
      throw ImageException.tool(name, out + "\n" + err);
    }
    return out.toString();
  }

  /** A program and its arguments. */
  static List<String> command(String program, String... arguments) {
    return Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
  }

  /** Runs a program in a folder; gives what it said on both outputs. */
  static String run(Path folder, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw ImageException.tool(String.join(" ", command), said);
      }
      return said;
    } catch (IOException e) {
      throw ImageException.failed(command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ImageException.failed(command.getFirst(), e);
    }
  }
}
