package dev.langevin.orchestrator.checkpoint;

import com.google.protobuf.ByteString;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.State;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@link Checkpoint}, little endian: magic and version, CRC-32C of all that follows,
 * the origin's four parts, then the number of states and each, every part with its length before
 * it.
 */
final class CheckpointFormat {
  private static final int MAGIC_AND_VERSION = 0x4C434B01; // "LCK", version 1
  private static final int HEADER = 2 * Integer.BYTES;

  private CheckpointFormat() {}

  static byte[] write(Checkpoint checkpoint) {
    Origin origin = checkpoint.origin();
    List<byte[]> parts = new ArrayList<>();
    parts.add(origin.loop().getBytes(StandardCharsets.UTF_8));
    parts.add(origin.requestHash().toByteArray());
    parts.add(origin.modelDigest().getBytes(StandardCharsets.UTF_8));
    parts.add(origin.numericsId().getBytes(StandardCharsets.UTF_8));
    checkpoint.states().forEach(state -> parts.add(state.toBytes()));
    int size = HEADER + parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum();
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.position(HEADER);
    parts.forEach(part -> out.putInt(part.length).put(part));
    out.putInt(0, MAGIC_AND_VERSION).putInt(Integer.BYTES, checksum(out.array()));
    return out.array();
  }

  static Checkpoint read(byte[] bytes) throws CorruptCheckpointException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (in.getInt() != MAGIC_AND_VERSION) {
        throw new CorruptCheckpointException("not a checkpoint of format version 1");
      }
      if (in.getInt() != checksum(bytes)) {
        throw new CorruptCheckpointException("the checksum is another");
      }
      Origin origin = new Origin(text(in), ByteString.copyFrom(part(in)), text(in), text(in));
      List<State> states = new ArrayList<>();
      while (in.hasRemaining()) {
        states.add(State.fromBytes(part(in)));
      }
      return new Checkpoint(origin, states);
    } catch (BufferUnderflowException e) {
      throw new CorruptCheckpointException("cut short at " + bytes.length + " bytes");
    } catch (SamplingException | IllegalArgumentException e) {
      throw new CorruptCheckpointException(e.getMessage());
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, HEADER, bytes.length - HEADER);
    return (int) crc.getValue();
  }

  private static String text(ByteBuffer in) {
    return new String(part(in), StandardCharsets.UTF_8);
  }

  private static byte[] part(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] part = new byte[length];
    in.get(part);
    return part;
  }
}
