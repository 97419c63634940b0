package dev.langevin.runtime.blob;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * How an S3 API is reached. Credentials come from where the AWS SDK looks for them: {@code AWS_}
 * variables, a web identity, a profile, the machine's role.
 *
 * @param endpoint where it is; empty for Amazon's own; LANGEVIN_S3_ENDPOINT
 * @param region of the bucket; empty for what {@code AWS_REGION} or a profile says, and {@code
 *     us-east-1} where there is an endpoint; LANGEVIN_S3_REGION
 * @param pathStyle whether the bucket stands in the path instead of the host name;
 *     LANGEVIN_S3_PATH_STYLE, default true where there is an endpoint
 * @param encryption what the server is asked for; LANGEVIN_S3_ENCRYPTION, default none
 * @param timeout how long a call may take, all its tries together, 1 s to 10 min; one that carries
 *     more than a megabyte three times as long; LANGEVIN_S3_TIMEOUT, default 20 s
 */
public record S3Settings(
    Optional<URI> endpoint,
    Optional<String> region,
    boolean pathStyle,
    Encryption encryption,
    Duration timeout) {
  private static final String ENDPOINT = "S3_ENDPOINT";
  private static final String REGION = "S3_REGION";
  private static final String ENCRYPTION = "S3_ENCRYPTION";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** What nobody has set. */
  public static final S3Settings DEFAULTS =
      new S3Settings(Optional.empty(), Optional.empty(), false, Encryption.NONE, TIMEOUT);

  /**
   * Reads the settings.
   *
   * @throws ConfigurationException naming setting, value and what is allowed
   */
  public static S3Settings of(Environment environment) {
    Optional<URI> endpoint = given(environment.text(ENDPOINT, "")).map(S3Settings::endpoint);
    return new S3Settings(
        endpoint,
        given(environment.text(REGION, "")).map(S3Settings::region),
        environment.flag("S3_PATH_STYLE", endpoint.isPresent()),
        Encryption.parse(Environment.PREFIX + ENCRYPTION, environment.text(ENCRYPTION, "none")),
        environment.duration("S3_TIMEOUT", TIMEOUT, Duration.ofSeconds(1), Duration.ofMinutes(10)));
  }

  private static Optional<String> given(String value) {
    return Optional.of(value).filter(text -> !text.isEmpty());
  }

  private static URI endpoint(String value) {
    if (value.contains("@")) { // what stands before it is no message's to tell
      throw new ConfigurationException(
          refusal(
              ENDPOINT,
              "…@…",
              "a URL such as https://s3.example.org:9000; credentials go into AWS_ACCESS_KEY_ID and"
                  + " AWS_SECRET_ACCESS_KEY"));
    }
    try {
      URI uri = new URI(value);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getRawQuery() == null && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new ConfigurationException(refusal(ENDPOINT, value, "a URL"), e);
    }
    throw new ConfigurationException(
        refusal(ENDPOINT, value, "a URL such as https://s3.example.org:9000"));
  }

  private static String region(String value) {
    if (!value.matches("[a-z0-9-]{1,63}")) {
      throw new ConfigurationException(
          refusal(REGION, value, "a region such as eu-central-1: 1 to 63 of a-z, 0-9 and -"));
    }
    return value;
  }

  private static String refusal(String key, String value, String allowed) {
    return "%s%s: %s is not %s".formatted(Environment.PREFIX, key, value, allowed);
  }
}
