package dev.langevin.deploy.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.deploy.Langevins;
import dev.langevin.gateway.identity.ApiKey;
import dev.langevin.gateway.identity.KeyFile;
import dev.langevin.gateway.identity.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCommandTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("keys.json");
  }

  private Langevins.Result key(String... arguments) {
    return Langevins.run(
        Stream.concat(Stream.of("admin", "key"), Stream.of(arguments)).toArray(String[]::new));
  }

  private Langevins.Result create(String... options) {
    return key(
        Stream.concat(Stream.of("create", "--keys", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void create_printsTheKeyOnceAndKeepsItsDigest() throws Exception {
    Langevins.Result made =
        create("--tenant", "acme", "--scopes", "read,admin", "--name", "ops", "--expires", "8h");
    assertThat(made.code()).as(made.err()).isZero();
    String text = made.out().strip();
    assertThat(text).matches("lgv_[0-9a-v]{16}_[0-9a-v]{52}");
    assertThat(made.err()).contains("tenant acme").doesNotContain(text.substring(21));
    assertThat(Files.readString(file)).doesNotContain(text.substring(21));
    List<ApiKey> keys = KeyFile.load(file);
    assertThat(keys).hasSize(1);
    ApiKey key = keys.getFirst();
    assertThat(key.sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(text.getBytes(StandardCharsets.US_ASCII))));
    assertThat(key.tenant()).isEqualTo("acme");
    assertThat(key.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.ADMIN);
    assertThat(Duration.between(key.created(), key.expires().orElseThrow()))
        .isEqualTo(Duration.ofHours(8));
  }

  @Test
  void create_withoutOptions_readsAndWritesForAYear() {
    create();
    create("--expires", "never");
    List<ApiKey> keys = KeyFile.load(file);
    assertThat(keys.get(0).tenant()).isEqualTo("default");
    assertThat(keys.get(0).scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.WRITE);
    assertThat(Duration.between(keys.get(0).created(), keys.get(0).expires().orElseThrow()))
        .isEqualTo(Duration.ofDays(365));
    assertThat(keys.get(1).expires()).isEmpty();
  }

  @Test
  void list_andRevoke_byId() {
    String text = create("--name", "one").out().strip();
    create("--name", "two");
    String id = text.substring(4, 20);
    Langevins.Result revoked = key("revoke", "--keys", file.toString(), id);
    assertThat(revoked.code()).as(revoked.err()).isZero();
    Langevins.Result listed = key("list", "--keys", file.toString());
    assertThat(listed.out()).contains(id).contains("revoked").contains("valid").contains("two");
    assertThat(listed.out()).doesNotContain(text.substring(21));
    assertThat(key("revoke", "--keys", file.toString(), id).code()).isZero();
  }

  /** A command as root must not take the file from the gateway. */
  @Test
  void revoke_keepsWhoseFileItIs() throws Exception {
    String id = create().out().strip().substring(4, 20);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    boolean root = Files.getAttribute(file, "unix:uid").equals(0);
    if (root) {
      Files.setAttribute(file, "unix:uid", 4711);
      Files.setAttribute(file, "unix:gid", 4712);
    }
    var before = Files.readAttributes(file, PosixFileAttributes.class);
    assertThat(key("revoke", "--keys", file.toString(), id).code()).isZero();
    var after = Files.readAttributes(file, PosixFileAttributes.class);
    assertThat(after.owner()).isEqualTo(before.owner());
    assertThat(after.group()).isEqualTo(before.group());
    assertThat(after.permissions()).isEqualTo(before.permissions());
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("keys.json", ".keys.json.lock");
    }
  }

  @Test
  void listAndRevoke_ofAFileThatIsNotThere_areRefused() {
    for (Langevins.Result refused :
        List.of(
            key("list", "--keys", file.toString()),
            key("revoke", "--keys", file.toString(), "0123456789abcdef"))) {
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("--keys: " + file + " is not there");
    }
    assertThat(file).doesNotExist();
  }

  /** People paste the key where its id is wanted. */
  @Test
  void revoke_aWholeKey_isNotToldBack() {
    String text = create().out().strip();
    Langevins.Result refused = key("revoke", "--keys", file.toString(), text);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("none of the file's keys").doesNotContain(text);
  }

  @ParameterizedTest
  @CsvSource({
    "--tenant, a b, --tenant: a b is not 1 to 64",
    "--scopes, 'read,all', --scopes: all is not read",
    "--expires, soon, --expires: soon is not a time",
    "--expires, 0d, --expires: 0d is not a time",
    "--name, ä, --name: ä is not at most 64"
  })
  void create_withWhatIsNone_namesIt(String option, String value, String message) {
    Langevins.Result refused = create(option, value);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(message);
    assertThat(file).doesNotExist();
  }

  @Test
  void file_thatIsNone_staysAsItIs() throws Exception {
    Files.writeString(file, "{\"keys\": [{}]}");
    Langevins.Result refused = create();
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("is no file of keys: keys[0].id: absent");
    assertThat(Files.readString(file)).isEqualTo("{\"keys\": [{}]}");
  }
}
