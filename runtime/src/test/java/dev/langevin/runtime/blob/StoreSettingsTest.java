package dev.langevin.runtime.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.config.Environment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSettingsTest {
  @Test
  void of_nothingSet_isTheDirectory() {
    StoreSettings settings = read(Map.of());

    assertThat(settings).isEqualTo(StoreSettings.in("ARTIFACTS", Path.of("data", "artifacts")));
    assertThat(settings.location()).hasToString(Path.of("data", "artifacts").toString());
  }

  @Test
  void of_everythingSet_isTaken() {
    StoreSettings settings =
        read(
            Map.of(
                "LANGEVIN_ARTIFACTS", "s3://pictures.example/langevin/eu",
                "LANGEVIN_S3_ENDPOINT", "http://minio:9000",
                "LANGEVIN_S3_REGION", "eu-central-1",
                "LANGEVIN_S3_PATH_STYLE", "false",
                "LANGEVIN_S3_ENCRYPTION", "aws:kms:arn:aws:kms:eu-central-1:1:key/k",
                "LANGEVIN_S3_TIMEOUT", "5s"));

    assertThat(settings.location())
        .isEqualTo(new StoreLocation.Bucket("pictures.example", "langevin/eu/"))
        .hasToString("s3://pictures.example/langevin/eu");
    assertThat(settings.s3())
        .isEqualTo(
            new S3Settings(
                Optional.of(URI.create("http://minio:9000")),
                Optional.of("eu-central-1"),
                false,
                new Encryption("aws:kms", "arn:aws:kms:eu-central-1:1:key/k"),
                Duration.ofSeconds(5)));
  }

  @Test
  void of_anEndpoint_hasTheBucketInThePath() {
    assertThat(read(Map.of()).s3().pathStyle()).isFalse();
    assertThat(read(Map.of("LANGEVIN_S3_ENDPOINT", "http://minio:9000")).s3().pathStyle()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"s3://abc, ''", "s3://abc/, ''", "s3://abc/d, d/", "s3://abc/d/E_1/, d/E_1/"})
  void parse_bucket_hasItsPrefix(String text, String prefix) {
    assertThat(StoreLocation.parse("X", text)).isEqualTo(new StoreLocation.Bucket("abc", prefix));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://",
        "s3://ab",
        "s3://Upper",
        "s3://under_score",
        "s3://abc//d",
        "s3://abc/../d",
        "s3://abc/d/..",
        "s3://abc/.",
        "s3://abc/d e",
        "s3://user@abc/d",
        "s3://abc/d?x=1",
        "gs://abc/d",
        "https://abc/d"
      })
  void parse_otherPlace_isRefusedByName(String text) {
    assertThatThrownBy(() -> StoreLocation.parse("LANGEVIN_ARTIFACTS", text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("LANGEVIN_ARTIFACTS: " + text, "s3://bucket/prefix");
  }

  @ParameterizedTest
  @CsvSource({
    "LANGEVIN_S3_ENDPOINT, minio:9000, a URL",
    "LANGEVIN_S3_ENDPOINT, ftp://minio, https://",
    "LANGEVIN_S3_REGION, EU Central, eu-central-1",
    "LANGEVIN_S3_PATH_STYLE, maybe, true",
    "LANGEVIN_S3_ENCRYPTION, aes, AES256",
    "LANGEVIN_S3_ENCRYPTION, aws:kms:, aws:kms:KEY",
    "LANGEVIN_S3_TIMEOUT, 10ms, 1s..10m"
  })
  void of_badValue_isRefusedByName(String key, String value, String allowed) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(key, value, allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:secret@minio", "http://user:se cret@minio", "a:secret@b"})
  void of_endpointWithCredentials_isRefusedWithoutTellingThem(String value) {
    assertThatThrownBy(() -> read(Map.of("LANGEVIN_S3_ENDPOINT", value)))
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .hasMessageContainingAll("LANGEVIN_S3_ENDPOINT", "https://", "AWS_SECRET_ACCESS_KEY")
        .hasMessageNotContaining("cret");
  }

  private static StoreSettings read(Map<String, String> variables) {
    return StoreSettings.of(Environment.of(variables), "ARTIFACTS", Path.of("data", "artifacts"));
  }
}
