package dev.langevin.gateway.batches;

import com.google.protobuf.ByteString;
import dev.langevin.gateway.GatewayException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Cuts a file that comes in pieces into lines, and holds no more of it than the line that has not
 * ended. A line that is too long is handed on as such, once, and the rest of it is dropped.
 */
final class LineSplitter {
  /** What some editors write before the first line of a file in UTF-8. */
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** What is done with a line. */
  interface Lines {
    /**
     * A line without its end.
     *
     * @param number from 1, blank lines counted
     * @param bytes null if there are more than a line may have
     */
    void line(int number, byte[] bytes) throws InterruptedException;
  }

  private final Lines lines;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private boolean tooLong;
  private int number;
  private long bytes;

  LineSplitter(Lines lines) {
    this.lines = lines;
  }

  /** Takes a piece of the file. */
  void take(ByteString piece) throws InterruptedException {
    bytes += piece.size();
    if (bytes > BatchRules.FILE_BYTES) {
      throw GatewayException.invalid(
          "data: the file is larger than %,d bytes".formatted(BatchRules.FILE_BYTES));
    }
    byte[] all = piece.toByteArray();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        append(all, start, i);
        end();
        start = i + 1;
      }
    }
    append(all, start, all.length);
  }

  /** The file has ended; its last line needs no line end. */
  void finish() throws InterruptedException {
    if (begun.size() > 0 || tooLong) {
      end();
    }
  }

  private static boolean marked(byte[] line) {
    return line.length >= MARK.length && Arrays.equals(line, 0, MARK.length, MARK, 0, MARK.length);
  }

  private void append(byte[] all, int from, int to) {
    if (begun.size() + (to - from) > BatchRules.LINE_BYTES) {
      tooLong = true;
      begun.reset();
    } else if (!tooLong) {
      begun.write(all, from, to - from);
    }
  }

  private void end() throws InterruptedException {
    number++;
    byte[] line = tooLong ? null : begun.toByteArray();
    if (number == 1 && line != null && marked(line)) {
      line = Arrays.copyOfRange(line, MARK.length, line.length);
    }
    tooLong = false;
    begun.reset();
    lines.line(number, line);
  }
}
