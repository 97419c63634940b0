package dev.langevin.client.local;

import dev.langevin.client.CommandException;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The API key, or token, that calls are signed in with. It is a secret: no message quotes it, and
 * it has no text of its own.
 *
 * @param secret empty for none
 */
public record ApiKey(String secret) {
  /** For servers that ask for none. */
  public static final ApiKey NONE = new ApiKey("");

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Pattern FORM = Pattern.compile("[!-~]{1,8192}");

  /**
   * The key that a text is; none for an empty one.
   *
   * @param option where it came from
   */
  public static ApiKey of(String option, String text) {
    String secret = text.strip();
    if (secret.isEmpty()) {
      return NONE;
    }
    if (!FORM.matcher(secret).matches()) {
      throw CommandException.invalid(
          option, "what it holds", "is no key: a key is one word of ASCII");
    }
    return new ApiKey(secret);
  }

  /** The key that a file holds. */
  public static ApiKey read(String option, Path file) {
    try {
      ApiKey key = of(option, Files.readString(file, StandardCharsets.UTF_8));
      if (key.equals(NONE)) {
        throw CommandException.file(option, file, "is empty");
      }
      return key;
    } catch (IOException e) {
      throw CommandException.file(option, file, "can't be read");
    }
  }

  /** What puts it into every call. */
  List<ClientInterceptor> interceptors() {
    if (secret.isEmpty()) {
      return List.of();
    }
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + secret);
    return List.of(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Override
  public String toString() {
    return secret.isEmpty() ? "no key" : "a key";
  }
}
