package dev.langevin.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langevin.gateway.GatewayException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final KeyText TEXT = KeyText.random(new SecureRandom());

  private static ApiKey key(Optional<Instant> expires, Optional<Instant> revoked) {
    return new ApiKey(
        TEXT.id(),
        HexFormat.of().formatHex(TEXT.sha256()),
        "acme",
        EnumSet.of(Scope.READ, Scope.WRITE),
        "build server",
        NOW.minusSeconds(60),
        expires,
        revoked);
  }

  private static void assertRefused(ApiKey key, KeyText shown, String reason) {
    assertThatThrownBy(() -> new ApiKeys(List.of(key)).caller(shown, NOW))
        .isInstanceOfSatisfying(
            GatewayException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.getMessage()).doesNotContain(shown.text().substring(21));
            });
  }

  @Test
  void random_isAKeyOfItsFormAndNoOther() {
    KeyText other = KeyText.random(new SecureRandom());
    assertThat(TEXT.text()).matches("lgv_[0-9a-v]{16}_[0-9a-v]{52}");
    assertThat(other.text()).isNotEqualTo(TEXT.text());
    assertThat(KeyText.of(TEXT.text())).contains(TEXT);
    assertThat(KeyText.of(TEXT.text() + "0")).isEmpty();
    assertThat(TEXT).asString().isEqualTo("key " + TEXT.id());
  }

  @Test
  void caller_withAValidKey_isItsTenant() {
    Caller caller =
        new ApiKeys(List.of(key(Optional.of(NOW.plusSeconds(1)), Optional.empty())))
            .caller(TEXT, NOW);
    assertThat(caller)
        .isEqualTo(
            new Caller(
                "acme",
                "key:" + TEXT.id(),
                EnumSet.of(Scope.READ, Scope.WRITE),
                NOW.plusSeconds(1)));
    assertThat(caller.may(Scope.OPEN)).isTrue();
    assertThat(caller.may(Scope.ADMIN)).isFalse();
  }

  @Test
  void caller_withAnEndedKey_isToldSo() {
    assertRefused(key(Optional.of(NOW), Optional.empty()), TEXT, "KEY_EXPIRED");
    assertRefused(key(Optional.empty(), Optional.of(NOW)), TEXT, "KEY_REVOKED");
  }

  /** Who knows an id alone is not told whether the key has ended. */
  @Test
  void caller_withAnotherSecretOrId_isUnknown() {
    KeyText forged = KeyText.of("lgv_" + TEXT.id() + "_" + "0".repeat(52)).orElseThrow();
    assertRefused(key(Optional.empty(), Optional.empty()), forged, "KEY_UNKNOWN");
    assertRefused(key(Optional.of(NOW), Optional.empty()), forged, "KEY_UNKNOWN");
    assertRefused(
        key(Optional.empty(), Optional.empty()), KeyText.random(new SecureRandom()), "KEY_UNKNOWN");
  }

  @Test
  void file_writtenAndRead_isTheSameAndHoldsNoKey(@TempDir Path directory) throws Exception {
    List<ApiKey> keys =
        List.of(key(Optional.of(NOW.plusSeconds(9)), Optional.of(NOW.plusSeconds(5))));
    Path file = directory.resolve("keys.json");
    KeyFile.store(file, keys);
    assertThat(KeyFile.load(file)).isEqualTo(keys);
    assertThat(Files.readString(file)).doesNotContain(TEXT.text().substring(21));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(KeyFile.load(directory.resolve("none.json"))).isEmpty();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    KeyFile.store(file, List.of());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    try (var left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not JSON {            | it is not JSON",
        "[]                    | it is not an object of JSON",
        "{}                    | keys: absent",
        "{'keys': {}}          | keys: it is not a list",
        "{'key': []}           | an unknown member; known: keys",
        "{'keys': [1]}         | keys[0]. it is not an object",
        "{'keys': [{}]}        | keys[0].id: absent",
        "{'keys': [{'id': 'lgv_secret'}]} | keys[0].id: it is not 16 of 0-9 a-v",
        "{'keys': [{'id': 'ID', 'secret': 1}]} | keys[0]. an unknown member",
        "{'keys': [{'id': 'ID', 'sha256': 'lgv_secret'}]} | keys[0].sha256: it is not 64",
        "{'keys': [{'id': 'ID', 'sha256': 'SHA', 'tenant': 'a b'}]} | keys[0].tenant: it is not 1 to 64",
        "{'keys': [{'id': 'ID', 'sha256': 'SHA', 'tenant': 'a', 'scopes': []}]} | keys[0].scopes: none",
        "{'keys': [{'id': 'ID', 'sha256': 'SHA', 'tenant': 'a', 'scopes': ['all']}]} | keys[0].scopes: each",
        "{'keys': [{'id': 'ID', 'sha256': 'SHA', 'tenant': 'a', 'scopes': ['read']}]} | keys[0].created: absent",
        "{'keys': [{'id': 'ID', 'sha256': 'SHA', 'tenant': 'a', 'scopes': ['read'], 'created': 'now'}]} | keys[0].created: it is not a time"
      },
      quoteCharacter = '"')
  void file_thatIsNone_namesTheMember(String text, String message) {
    String json =
        text.replace('\'', '"')
            .replace("\"ID\"", "\"" + TEXT.id() + "\"")
            .replace("\"SHA\"", "\"" + "0".repeat(64) + "\"");
    assertThatThrownBy(() -> KeyFile.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("lgv_secret");
  }

  @Test
  void file_withAnIdTwice_isRefused() {
    ApiKey key = key(Optional.empty(), Optional.empty());
    String twice = KeyFile.text(List.of(key, key));
    assertThatThrownBy(() -> KeyFile.read(twice.getBytes(StandardCharsets.UTF_8)))
        .hasMessage("keys[1].id: " + TEXT.id() + " is the one of another key, too");
  }

  @Test
  void credentials_ofEachForm_areFoundAndNeverTold() {
    assertThat(new SignInHeaders("Bearer  abc ", null).secret()).isEqualTo("abc");
    assertThat(new SignInHeaders("bearer abc", "other").secret()).isEqualTo("abc");
    assertThat(new SignInHeaders(null, "abc").secret()).isEqualTo("abc");
    assertThat(new SignInHeaders("Bearer abc", null)).asString().isEqualTo("credentials");
    for (SignInHeaders none :
        List.of(
            new SignInHeaders(null, null),
            new SignInHeaders(null, " "),
            new SignInHeaders("Basic abc", null))) {
      assertThatThrownBy(none::secret)
          .isInstanceOfSatisfying(
              GatewayException.class,
              e -> {
                assertThat(e.reason()).isEqualTo("KEY_MISSING");
                assertThat(e.getMessage()).doesNotContain("abc");
              });
    }
  }
}
