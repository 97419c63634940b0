package dev.langevin.bench.fuzz.mutation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Changes chunks of PNG files; most keep a right checksum, so that what is in them is read. */
public final class PngMutator implements Mutator {
  private static final int SIGNATURE = 8;
  private static final List<String> TYPES =
      List.of("tEXt", "zTXt", "iTXt", "IHDR", "IDAT", "IEND", "PLTE", "tRNS", "gAMA", "iCCP");

  private final ByteMutator bytes = new ByteMutator();

  /** Where a chunk's type and contents are. */
  private record Chunk(byte[] typed) {}

  @Override
  public byte[] mutate(List<byte[]> seeds, SplittableRandom random) {
    byte[] file = Mutator.pick(seeds, random);
    List<Chunk> chunks = chunks(file);
    for (int i = random.nextInt(1, 4); i > 0 && !chunks.isEmpty(); i--) {
      change(chunks, random);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, SIGNATURE);
    for (Chunk chunk : chunks) {
      write(chunk.typed(), out, random);
    }
    return out.toByteArray();
  }

  private void change(List<Chunk> chunks, SplittableRandom random) {
    int at = random.nextInt(chunks.size());
    byte[] typed = chunks.get(at).typed();
    switch (random.nextInt(8)) {
      case 0 -> chunks.remove(at);
      case 1 -> chunks.add(random.nextInt(chunks.size() + 1), chunks.get(at));
      case 2 -> chunks.add(chunks.remove(at));
      case 3 -> chunks.set(at, retyped(typed, Mutator.pick(TYPES, random)));
      default -> {
        byte[] contents = Arrays.copyOfRange(typed, 4, typed.length);
        byte[] damaged = bytes.mutate(List.of(contents), random);
        byte[] changed = Arrays.copyOf(typed, 4 + damaged.length);
        System.arraycopy(damaged, 0, changed, 4, damaged.length);
        chunks.set(at, new Chunk(changed));
      }
    }
  }

  private static Chunk retyped(byte[] typed, String type) {
    byte[] changed = typed.clone();
    System.arraycopy(type.getBytes(StandardCharsets.ISO_8859_1), 0, changed, 0, 4);
    return new Chunk(changed);
  }

  private static void write(byte[] typed, ByteArrayOutputStream out, SplittableRandom random) {
    CRC32 crc = new CRC32();
    crc.update(typed);
    int length = random.nextInt(40) == 0 ? (int) Nasty.integer(random) : typed.length - 4;
    int sum = random.nextInt(40) == 0 ? random.nextInt() : (int) crc.getValue();
    out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    out.writeBytes(typed);
    out.writeBytes(ByteBuffer.allocate(4).putInt(sum).array());
  }

  private static List<Chunk> chunks(byte[] file) {
    List<Chunk> chunks = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE);
    while (in.hasRemaining()) {
      byte[] typed = new byte[in.getInt() + 4];
      in.get(typed).getInt();
      chunks.add(new Chunk(typed));
    }
    return chunks;
  }
}
