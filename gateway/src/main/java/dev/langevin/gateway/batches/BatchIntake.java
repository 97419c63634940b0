package dev.langevin.gateway.batches;

import dev.langevin.gateway.GatewayException;
import dev.langevin.internal.v1.BatchLine;
import dev.langevin.v1.BadLines;
import java.util.List;

/** Takes in the lines of one file: admits each, stores the good ones, and notes the bad ones. */
final class BatchIntake implements LineSplitter.Lines, AutoCloseable {
  private final LineAdmission admission;
  private final boolean skipInvalid;
  private final BlobUpload upload;
  private final Faults faults = new Faults();
  private int lines;

  /**
   * @param skipInvalid whether the batch goes on without its bad lines
   * @param upload where lines are stored; closed with this
   */
  BatchIntake(LineAdmission admission, boolean skipInvalid, BlobUpload upload) {
    this.admission = admission;
    this.skipInvalid = skipInvalid;
    this.upload = upload;
  }

  @Override
  public void line(int number, byte[] bytes) throws InterruptedException {
    if (bytes != null && blank(bytes)) {
      return;
    }
    if (++lines > BatchRules.LINES) {
      throw GatewayException.invalid(
          "data: the file has more than %,d lines".formatted(BatchRules.LINES));
    }
    try {
      BatchLine line = admission.admit(number, bytes);
      if (acceptable()) {
        upload.write(line);
      }
    } catch (BadLineException e) {
      faults.add(number, e.getMessage());
      if (skipInvalid) {
        upload.write(
            BatchLine.newBuilder()
                .setLine(number)
                .setCustomId(e.customId(number))
                .setProblem(e.getMessage())
                .build());
      }
    }
  }

  /** Whether there is no bad line that may not be skipped. */
  boolean acceptable() {
    return skipInvalid || faults.count() == 0;
  }

  /** Stores what was taken in; the blob's name. */
  String store() throws InterruptedException {
    if (lines == faults.count()) {
      throw GatewayException.invalid(
          lines == 0
              ? "data: the file has no lines; 1 to %,d are needed".formatted(BatchRules.LINES)
              : "data: none of the %,d lines can be done; the first says: %s"
                  .formatted(lines, faults.all().getFirst().getMessage()));
    }
    return upload.finish().getName();
  }

  int lines() {
    return lines;
  }

  int skipped() {
    return faults.count();
  }

  List<BadLines> faults() {
    return faults.all();
  }

  @Override
  public void close() {
    upload.close();
  }

  private static boolean blank(byte[] bytes) {
    for (byte each : bytes) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}
