package dev.langevin.bench.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.langevin.bench.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AuditTest {
  private static final String MATERIALS =
      """
      {"bomFormat": "CycloneDX", "components": [
        {"name": "langevin-proto", "purl": "pkg:maven/dev.langevin/langevin-proto@0.1.0?type=jar"},
        {"name": "gson", "purl": "pkg:maven/com.google.code.gson/gson@2.13.2?type=jar"},
        {"name": "slf4j-api", "purl": "pkg:maven/org.slf4j/slf4j-api@2.0.17?type=jar"},
        {"name": "libc6"}]}
      """;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path materials;

  @BeforeEach
  void write() throws IOException {
    materials = Files.writeString(directory.resolve("bom.json"), MATERIALS);
  }

  private static Path vendored() throws URISyntaxException {
    return Path.of(AuditTest.class.getResource("/audit/LANGEVIN-0000-0001.json").toURI());
  }

  private int audit(Path libraries, Object advisories, String... more) {
    CommandLine command =
        Main.command().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "audit",
                "--libraries",
                libraries.toString(),
                "--advisories",
                advisories.toString()));
    arguments.addAll(List.of(more));
    return command.execute(arguments.toArray(String[]::new));
  }

  @Test
  void audit_ofAnAffectedLibrary_fails() throws Exception {
    assertThat(audit(materials, vendored())).isEqualTo(1);

    assertThat(out.toString())
        .contains(
            "com.google.code.gson:gson:2.13.2: LANGEVIN-0000-0001, CVE-0000-0001: made up for a test",
            "2 libraries, 1 advisory: 1 open, 0 accepted");
  }

  @Test
  void audit_ofAnArchiveOrFolder_readsThemAll() throws Exception {
    Path archive = directory.resolve("all.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("LANGEVIN-0000-0001.json"));
      zip.write(Files.readAllBytes(vendored()));
      zip.putNextEntry(new ZipEntry("README.txt"));
    }
    assertThat(audit(materials, archive)).isEqualTo(1);

    Path folder = Files.createDirectory(directory.resolve("advisories"));
    Files.writeString(folder.resolve("list.json"), "{\"vulns\": [{\"id\": \"other\"}]}");
    assertThat(audit(materials, folder)).isZero();
    assertThat(out.toString()).contains("2 libraries, 1 advisory: 0 open");
  }

  @ParameterizedTest
  @CsvSource({
    "LANGEVIN-0000-0001, 0, 0",
    "CVE-0000-0001, 1, 0",
    "CVE-0000-0001, -1, 1",
    "CVE-2, 1, 1"
  })
  void audit_acceptedRisk_holdsUntilItsDay(String id, int days, int code) throws Exception {
    String risk =
        "[{\"id\": \"%s\", \"until\": \"%s\", \"reason\": \"it is made up\"}]"
            .formatted(id, LocalDate.now().plusDays(days));
    Path accepted = Files.writeString(directory.resolve("accepted.json"), risk);

    assertThat(audit(materials, vendored(), "--accepted", accepted.toString())).isEqualTo(code);
  }

  @Test
  void audit_whatCannotBeRead_isRefusedByName() throws Exception {
    Path none = directory.resolve("none.txt");
    assertThat(audit(none, vendored())).isEqualTo(2);
    assertThat(err.toString()).contains("none.txt", "mvn package writes");

    Path empty = Files.writeString(directory.resolve("empty.txt"), "nothing\n");
    assertThat(audit(empty, vendored())).isEqualTo(2);
    assertThat(err.toString()).contains("empty.txt names no library");

    assertThat(audit(materials, materials)).isEqualTo(2);
    assertThat(err.toString()).contains("is no advisory in OSV's form");

    Path undated = Files.writeString(directory.resolve("undated.json"), "[{\"id\": \"X\"}]");
    assertThat(audit(materials, vendored(), "--accepted", undated.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("with id, until (a date) and reason");

    Path nameless = Files.writeString(directory.resolve("nameless.json"), "[{\"id\": null}]");
    assertThat(audit(materials, vendored(), "--accepted", nameless.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("nameless.json: not a list of objects");
  }

  @Test
  void published_librariesForBrowsers_areAskedForToo() {
    Library gson = new Library("com.google.code.gson", "gson", "2.13.2");
    Library lit = new Library("org.webjars.npm", "lit-html", "3.3.2");

    assertThat(Audit.published(List.of(gson))).singleElement().asString().contains("/Maven/");
    assertThat(Audit.published(List.of(gson, lit)))
        .hasSize(2)
        .last()
        .asString()
        .endsWith("/npm/all.zip");
  }

  @Test
  void audit_databaseThatIsAway_hasACodeOfItsOwn() throws Exception {
    int port;
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = nobody.getLocalPort();
    }
    String away = "http://127.0.0.1:%d/all.zip".formatted(port);

    assertThat(audit(materials, away)).isEqualTo(3);
    assertThat(err.toString()).contains("the audit can't be made: " + away);
  }

  /** The timeout of a request of HTTP ends with the head of its answer. */
  @Test
  @Timeout(30)
  void read_halfAnArchive_isGivenUpInTime() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CountDownLatch end = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    try {
      String source = "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
      Advisories advisories = new Advisories(List.of(), Duration.ofMillis(300));

      assertThatThrownBy(() -> advisories.read(source))
          .isInstanceOf(Advisories.AwayException.class)
          .hasMessageContaining("not there after");
    } finally {
      end.countDown();
      server.stop(0);
    }
  }
}
