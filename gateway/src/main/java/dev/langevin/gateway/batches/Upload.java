package dev.langevin.gateway.batches;

import com.google.protobuf.ByteString;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.admission.Identity;
import dev.langevin.gateway.admission.RequestRules;
import dev.langevin.v1.BatchHeader;
import dev.langevin.v1.CreateBatchRequest;
import dev.langevin.v1.CreateBatchRequest.PartCase;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A file on its way in, and the hash of what was asked for, the webhook aside. Used by one thread.
 */
final class Upload {
  private final Source<CreateBatchRequest> parts;
  private final MessageDigest digest;

  Upload(BatchHeader header, Source<CreateBatchRequest> parts) {
    this.parts = parts;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
    digest.update(Identity.bytesOf(header.toBuilder().clearWebhook().build()));
  }

  /** Reads all of it line by line. */
  void read(LineSplitter.Lines lines) throws InterruptedException {
    LineSplitter splitter = new LineSplitter(lines);
    for (ByteString piece = next(); piece != null; piece = next()) {
      splitter.take(piece);
    }
    splitter.finish();
  }

  /** Reads all of it for its hash alone. */
  void readThrough() throws InterruptedException {
    while (next() != null) {
      continue;
    }
  }

  /** SHA-256 over the header and the file, once it has been read. */
  ByteString hash() {
    return ByteString.copyFrom(digest.digest());
  }

  private ByteString next() throws InterruptedException {
    CreateBatchRequest part = parts.next();
    if (part == null) {
      return null;
    }
    RequestRules.checkFields(part);
    if (part.getPartCase() != PartCase.DATA) {
      throw GatewayException.invalid("data: absent; every message but the first has to bring it");
    }
    digest.update(part.getData().asReadOnlyByteBuffer());
    return part.getData();
  }
}
