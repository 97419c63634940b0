package dev.langevin.gateway.admission;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.langevin.runtime.generations.GenerationId;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Ids, seeds and hashes of requests. */
public final class Identity {
  private static final int ID_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Identity() {}

  /** A generation's id that nobody can guess: 26 lower-case letters and digits, 128 bits. */
  public static String randomId() {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    return GenerationId.ofDigest(bytes);
  }

  /** The id that this request_id always has for this tenant. */
  public static String idOf(String tenant, String requestId) {
    return GenerationId.ofDigest(sha256("id\0" + tenant + "\0" + requestId));
  }

  /** The seed of a generation that asked for none: 32 bits of its id's digest. */
  public static int seedOf(String id) {
    return ByteBuffer.wrap(sha256("seed\0" + id)).getInt();
  }

  /** SHA-256 over a request as it came in; the order of its labels makes no difference. */
  public static ByteString hashOf(GenerationRequest request) {
    return ByteString.copyFrom(sha256(bytesOf(request)));
  }

  /** A message's bytes; the order of entries in its maps makes no difference. */
  public static byte[] bytesOf(MessageLite message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.checkNoSpaceLeft();
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hash of the request to try a generation anew; no request to create one has it. */
  public static ByteString hashOfRetry(String origin) {
    return ByteString.copyFrom(sha256("retry\0" + origin));
  }

  private static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
