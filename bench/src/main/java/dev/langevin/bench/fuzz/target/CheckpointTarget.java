package dev.langevin.bench.fuzz.target;

import com.google.protobuf.ByteString;
import dev.langevin.bench.fuzz.kit.Reader;
import dev.langevin.bench.fuzz.mutation.ByteMutator;
import dev.langevin.bench.fuzz.mutation.Mutator;
import dev.langevin.orchestrator.checkpoint.Checkpoint;
import dev.langevin.orchestrator.checkpoint.CorruptCheckpointException;
import dev.langevin.orchestrator.checkpoint.Origin;
import dev.langevin.sampling.State;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Checkpoints; most keep a right checksum, so that what is in them is read. */
public final class CheckpointTarget extends Reader {
  private static final int CHECKSUM = 4;
  private static final int BODY = 8;
  private static final double SUMMED = 0.9;

  private static final Mutator BYTES = new ByteMutator();

  /** With good ones of every form. */
  public CheckpointTarget() {
    super(
        "checkpoint",
        List.of(seed(1), seed(3)),
        CheckpointTarget::mutate,
        List.of(CorruptCheckpointException.class));
  }

  private static byte[] seed(int images) {
    State state = new State(2, new float[16], List.of(new float[16]), new float[16], new byte[40]);
    Origin origin = new Origin("0.1", ByteString.copyFromUtf8("hash"), "digest", "numerics");
    return new Checkpoint(origin, java.util.Collections.nCopies(images, state)).toBytes();
  }

  private static byte[] mutate(List<byte[]> seeds, SplittableRandom random) {
    byte[] damaged = BYTES.mutate(seeds, random);
    if (damaged.length >= BODY && random.nextDouble() < SUMMED) {
      CRC32C crc = new CRC32C();
      crc.update(damaged, BODY, damaged.length - BODY);
      ByteBuffer.wrap(damaged)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(CHECKSUM, (int) crc.getValue());
    }
    return damaged;
  }

  @Override
  public void feed(byte[] input) throws CorruptCheckpointException {
    Checkpoint.fromBytes(input).evaluation();
  }
}
