package dev.langevin.encoder;

import com.google.protobuf.ByteString;
import dev.langevin.encoder.network.Hidden;
import dev.langevin.encoder.prompt.Alignment;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.internal.v1.Tensor;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.onnx.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Makes messages of hidden states. */
final class Conditioner {
  /** The denoising network's input that the hidden states go to. */
  static final String INPUT = "encoder_hidden_states";

  /** The most chunks of a conditioning; each costs the denoiser attention in every evaluation. */
  static final int MAX_CHUNKS = 64;

  /** The most bytes of a call's conditionings, below what a message may hold. */
  static final long MAX_BYTES = 48L << 20;

  private Conditioner() {}

  /** The states of a prompt's chunks, one after the other, in the type of the network's own. */
  static Tensor tensor(List<Hidden> chunks) {
    Hidden first = chunks.getFirst();
    ByteString data = ByteString.EMPTY;
    for (Hidden chunk : chunks) {
      data = data.concat(bytes(chunk));
    }
    Tensor.Type type =
        first.type() == ElementType.FLOAT ? Tensor.Type.TYPE_FLOAT : Tensor.Type.TYPE_FLOAT16;
    return Tensors.of(type, data, (long) chunks.size() * first.tokens(), first.width());
  }

  /** Refuses a prompt of more chunks than a conditioning may have. */
  static void requireFewer(int chunks) {
    if (chunks > MAX_CHUNKS) {
      throw EncoderException.longConditionings(List.of((long) chunks), chunks, MAX_CHUNKS);
    }
  }

  /**
   * The prompts' encodings with conditionings of one length.
   *
   * @param chunk tokens of a chunk
   * @throws EncoderException if they would be too long
   */
  static List<Encoding> aligned(List<Encoding> encodings, int chunk) {
    List<Long> lengths = encodings.stream().map(e -> tensor(e).getShape(0)).toList();
    long length = Alignment.length(lengths);
    long row = tensor(encodings.getFirst()).getData().size() / lengths.getFirst();
    long most = Math.min(MAX_CHUNKS, MAX_BYTES / (row * chunk * encodings.size()));
    if (length / chunk > most) {
      List<Long> chunks = lengths.stream().map(tokens -> tokens / chunk).toList();
      throw EncoderException.longConditionings(chunks, length / chunk, most);
    }
    return encodings.stream().map(encoding -> repeated(encoding, length)).toList();
  }

  private static Encoding repeated(Encoding encoding, long length) {
    Tensor tensor = tensor(encoding);
    return tensor.getShape(0) == length
        ? encoding
        : encoding.toBuilder().putTensors(INPUT, Alignment.repeated(tensor, length)).build();
  }

  private static Tensor tensor(Encoding encoding) {
    return encoding.getTensorsOrThrow(INPUT);
  }

  private static ByteString bytes(Hidden hidden) {
    float[] values = hidden.values();
    int size = hidden.type().bytes();
    ByteBuffer bytes = ByteBuffer.allocate(values.length * size).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      short half = Float.floatToFloat16(value);
      boolean full = hidden.type() == ElementType.FLOAT;
      if (!Float.isFinite(full ? value : Float.float16ToFloat(half))) {
        throw EncoderException.notFinite();
      }
      if (full) {
        bytes.putFloat(value);
      } else {
        bytes.putShort(half);
      }
    }
    return ByteString.copyFrom(bytes.flip());
  }
}
