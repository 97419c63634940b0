package dev.langevin.runtime.blob.s3;

import dev.langevin.runtime.blob.S3Settings;
import dev.langevin.runtime.config.ConfigurationException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Clients that give up in time. A try is broken off after half of the time that a call has, or a
 * quarter without a byte. A call is tried four times at most, with pauses, and while most calls
 * fail hardly any is tried again: the SDK's budget of tries, which answers fill up.
 */
final class S3Clients {
  /** Connections of a client; a call beyond waits a quarter of its time for one. */
  private static final int CONNECTIONS = 64;

  private static final int TRIES = 4;
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(3);

  private S3Clients() {}

  /**
   * A client; it does not look yet whether anybody is there.
   *
   * @throws ConfigurationException if nobody says which region
   */
  static S3Client open(S3Settings settings) {
    Duration quarter = settings.timeout().dividedBy(4);
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(CONNECTIONS)
                    .connectionAcquisitionTimeout(quarter)
                    .connectionTimeout(
                        quarter.compareTo(LONGEST_CONNECT) < 0 ? quarter : LONGEST_CONNECT)
                    .socketTimeout(quarter)
                    .tcpKeepAlive(true))
            .forcePathStyle(settings.pathStyle())
            .overrideConfiguration(
                c ->
                    c.apiCallTimeout(settings.timeout())
                        .apiCallAttemptTimeout(settings.timeout().dividedBy(2))
                        .retryStrategy(retries(settings.timeout())));
    settings
        .endpoint()
        .ifPresent(
            endpoint ->
                // What others than Amazon may not know is sent only where a call demands it.
                builder
                    .endpointOverride(endpoint)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED));
    region(settings).ifPresent(builder::region);
    try {
      return builder.build();
    } catch (SdkClientException e) {
      throw new ConfigurationException(
          "LANGEVIN_S3_REGION: nothing is not a region; give the bucket's, such as eu-central-1",
          e);
    }
  }

  /** What signs URLs of the same server; it asks nobody. */
  static S3Presigner presigner(S3Settings settings) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(settings.pathStyle()).build());
    settings.endpoint().ifPresent(builder::endpointOverride);
    region(settings).ifPresent(builder::region);
    return builder.build();
  }

  /** The one that is set; with an endpoint of one's own any does. */
  static Optional<Region> region(S3Settings settings) {
    return settings
        .region()
        .map(Region::of)
        .or(() -> settings.endpoint().map(endpoint -> Region.US_EAST_1));
  }

  /**
   * Pauses of a 200th to a 10th of the call's time, by chance; of one that is told to slow down,
   * longer.
   */
  private static StandardRetryStrategy retries(Duration timeout) {
    Duration shortest = timeout.dividedBy(200);
    Duration longest = timeout.dividedBy(10);
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(TRIES)
        .backoffStrategy(BackoffStrategy.exponentialDelay(shortest, longest))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(shortest.multipliedBy(5), longest))
        .build();
  }
}
