package dev.langevin.runtime.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of RFC 7468: bytes in base64 between lines that say what they are.
 *
 * @param label what they are, such as CERTIFICATE
 * @param bytes in DER
 */
record Pem(String label, byte[] bytes) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final int LINE = 64;

  /**
   * All that a text holds; what stands between is left out.
   *
   * @throws IllegalArgumentException if one is not base64
   */
  static List<Pem> all(String text) {
    List<Pem> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String body = block.group(2);
      if (body.contains(":")) {
        // Headers of RFC 1421, which say with what it is encrypted.
        found.add(new Pem("ENCRYPTED " + block.group(1), new byte[0]));
      } else {
        found.add(new Pem(block.group(1), Base64.getMimeDecoder().decode(body)));
      }
    }
    return found;
  }

  /** As it stands in a file, with a line's end after each line. */
  String text() {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
  }
}
