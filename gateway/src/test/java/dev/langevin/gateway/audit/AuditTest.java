package dev.langevin.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.identity.Caller;
import dev.langevin.gateway.identity.Scope;
import dev.langevin.runtime.config.ConfigurationException;
import dev.langevin.runtime.lifecycle.Parts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Caller CALLER =
      new Caller("acme", "key:abc", Set.of(Scope.READ), Instant.MAX);

  @TempDir Path directory;
  private final Parts parts = new Parts();

  private Audit start(Path file) {
    return Audit.start(parts, Optional.of(file), CLOCK);
  }

  private static List<JsonObject> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  @Test
  void noted_whatIsDone_whoAndWithWhatResult() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Audit audit = start(file);
    assertThat(audit.<String, RuntimeException>noted(CALLER, "Create", "", () -> "g1", id -> id))
        .isEqualTo("g1");
    assertThatThrownBy(
            () ->
                audit.<String, RuntimeException>noted(
                    CALLER,
                    "Cancel",
                    "g2",
                    () -> {
                      throw GatewayException.unknownGeneration("g2");
                    },
                    id -> id))
        .isInstanceOf(GatewayException.class);
    audit.refused(null, "Get", "KEY_MISSING");
    parts.close();
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"time\":\"2026-11-22T10:00:00Z\",\"tenant\":\"acme\",\"subject\":\"key:abc\","
                + "\"call\":\"Create\",\"id\":\"g1\",\"result\":\"OK\"}",
            "{\"time\":\"2026-11-22T10:00:00Z\",\"tenant\":\"acme\",\"subject\":\"key:abc\","
                + "\"call\":\"Cancel\",\"id\":\"g2\",\"result\":\"GENERATION_NOT_FOUND\"}",
            "{\"time\":\"2026-11-22T10:00:00Z\",\"call\":\"Get\",\"result\":\"KEY_MISSING\"}");
  }

  @Test
  void noted_toStandardOutput_isALineOfIt() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Audit audit =
        Audit.start(
            parts,
            new AuditLines.Console(new PrintStream(out, false, StandardCharsets.UTF_8)),
            CLOCK);
    audit.refused(CALLER, "Delete", "SCOPE_MISSING");
    parts.close();
    assertThat(AuditLines.of(Path.of("-"))).isInstanceOf(AuditLines.Console.class);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"time\":\"2026-11-22T10:00:00Z\",\"tenant\":\"acme\",\"subject\":\"key:abc\","
                + "\"call\":\"Delete\",\"result\":\"SCOPE_MISSING\"}\n");
  }

  /** Ids come from outside: they can neither make lines of their own nor be of any length. */
  @Test
  void noted_anIdOfAnyKind_isOneShortLine() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Audit audit = start(file);
    String id = "x\"}\n{\"forged\":1}" + "y".repeat(10_000);
    audit.<String, RuntimeException>noted(CALLER, "Get", id, () -> "", answer -> answer);
    parts.close();
    assertThat(lines(file)).hasSize(1);
    assertThat(lines(file).getFirst().get("id").getAsString()).hasSize(256).startsWith("x\"}\n");
  }

  @Test
  void rotated_fileIsBegunAnew() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Path old = directory.resolve("audit.jsonl.1");
    AuditFile rotated = new AuditFile(file);
    rotated.append("a\n");
    Files.move(file, old);
    rotated.append("b\n");
    Files.delete(file);
    rotated.append("c\n");
    rotated.close();
    assertThat(Files.readString(old)).isEqualTo("a\n");
    assertThat(Files.readString(file)).isEqualTo("c\n");
  }

  /** A disk that takes nothing costs lines, which are counted, and no call its time. */
  @Test
  void diskThatTakesNothing_keepsNobodyWaiting() throws Exception {
    Path file = directory.resolve("folder/audit.jsonl");
    Files.createDirectory(file.getParent());
    Audit audit = start(file);
    Files.delete(file);
    Files.delete(file.getParent());
    int many = 3 * Audit.WAITING;
    for (int i = 0; i < many; i++) {
      audit.refused(CALLER, "Get", "SCOPE_MISSING");
    }
    Files.createDirectory(file.getParent());
    parts.close();
    long written = 0;
    long lost = 0;
    for (JsonObject line : lines(file)) {
      lost += line.has("lost") ? line.get("lost").getAsLong() : 0;
      written += line.has("lost") ? 0 : 1;
    }
    assertThat(written + lost).isEqualTo(many);
    assertThat(lost).isPositive();
  }

  /** Anybody can be refused as often as they like: the disk is not theirs to fill. */
  @Test
  void unknownCallersInGreatNumber_areCounted() throws Exception {
    Path file = directory.resolve("audit.jsonl");
    Audit audit = start(file);
    int many = 10 * Audit.UNKNOWN_A_SECOND;
    for (int i = 0; i < many; i++) {
      audit.refused(null, "Get", "KEY_MISSING");
    }
    audit.refused(CALLER, "Get", "SCOPE_MISSING");
    parts.close();
    assertThat(lines(file).stream().filter(line -> line.has("result")))
        .hasSize(Audit.UNKNOWN_A_SECOND + 1);
    assertThat(
            lines(file).stream()
                .filter(line -> line.has("refused"))
                .mapToInt(line -> line.get("refused").getAsInt())
                .sum())
        .isEqualTo(many - Audit.UNKNOWN_A_SECOND);
  }

  @Test
  void start_whereNothingCanBeWritten_isRefused() {
    assertThatThrownBy(() -> start(directory))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("LANGEVIN_AUDIT: ");
  }

  @Test
  void none_doesTheWorkAndNotesNothing() {
    assertThat(Audit.NONE.<String, RuntimeException>noted(CALLER, "Get", "", () -> "a", id -> id))
        .isEqualTo("a");
    Audit.NONE.refused(CALLER, "Get", "SCOPE_MISSING");
    Audit.NONE.close();
    assertThat(directory).isEmptyDirectory();
  }
}
