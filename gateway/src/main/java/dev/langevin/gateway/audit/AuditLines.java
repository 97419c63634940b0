package dev.langevin.gateway.audit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the audit's lines go. Used by one thread. */
sealed interface AuditLines extends AutoCloseable permits AuditFile, AuditLines.Console {
  /** Names standard output, where containers have no file to write to. */
  Path STANDARD_OUTPUT = Path.of("-");

  /** Appends whole lines. */
  void append(String lines) throws IOException;

  @Override
  void close() throws IOException;

  /** A file, or standard output. */
  static AuditLines of(Path path) {
    return path.equals(STANDARD_OUTPUT) ? new Console(System.out) : new AuditFile(path);
  }

  /**
   * A stream that others write to as well.
   *
   * @param out stays open
   */
  record Console(PrintStream out) implements AuditLines {
    @Override
    public void append(String lines) throws IOException {
      byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
      out.write(bytes, 0, bytes.length);
      if (out.checkError()) {
        throw new IOException("standard output takes nothing more");
      }
    }

    @Override
    public void close() {}
  }
}
