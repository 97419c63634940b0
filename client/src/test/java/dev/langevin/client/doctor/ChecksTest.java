package dev.langevin.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.langevin.client.FakeGenerations;
import dev.langevin.client.doctor.Finding.Level;
import dev.langevin.client.local.Address;
import dev.langevin.client.local.ApiKey;
import dev.langevin.client.local.Trust;
import dev.langevin.v1.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksTest {
  @TempDir Path home;

  @Test
  void java_thisOne_isWell() {
    assertThat(JavaCheck.here().run()).extracting(Finding::level).containsExactly(Level.OK);
  }

  @Test
  void java_old_isBroken() {
    Finding finding = new JavaCheck(Runtime.Version.parse("17.0.9"), home).run().getFirst();

    assertThat(finding.level()).isEqualTo(Level.BROKEN);
    assertThat(finding.what()).isEqualTo("17.0.9 in " + home + " is older than 21");
  }

  @Test
  void java_withoutCompiler_isNoted() {
    Finding finding = new JavaCheck(Runtime.Version.parse("21"), home).run().getFirst();

    assertThat(finding.level()).isEqualTo(Level.NOTE);
    assertThat(finding.advice()).contains("install a JDK");
  }

  @Test
  void data_absent_willBeMadeAndIsNot() {
    Path deep = home.resolve("a/b/c");

    assertThat(new DataCheck(deep).run())
        .first()
        .isEqualTo(Finding.ok("data", deep + " will be made when it is needed"));
    assertThat(home.resolve("a")).doesNotExist();
  }

  @Test
  void data_file_isBroken() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "x");

    assertThat(new DataCheck(file).run())
        .singleElement()
        .isEqualTo(
            Finding.broken(
                "data",
                file + " is not a directory",
                "choose another with --data DIR or LANGEVIN_DATA"));
  }

  @Test
  void port_taken_isNotedUnlessItIsOurServers() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();

      assertThat(new PortCheck(port, "").run())
          .singleElement()
          .extracting(Finding::level)
          .isEqualTo(Level.NOTE);
      assertThat(new PortCheck(port, "127.0.0.1:" + port).run())
          .containsExactly(Finding.ok("port", port + " is the running server's"));
    }
  }

  @Test
  void server_running_isWellAndItsBrokenModelsAreNamed() throws IOException {
    try (FakeGenerations server = new FakeGenerations()) {
      server.models.add(
          Model.newBuilder().setName("storybook").setProblem("unet/model.onnx: cut").build());

      assertThat(
              new ServerCheck(Address.parse("test", server.address()), Trust.OF_JAVA, ApiKey.NONE)
                  .run())
          .extracting(Finding::level, Finding::subject)
          .containsExactly(tuple(Level.OK, "server"), tuple(Level.BROKEN, "model storybook"));
    }
  }

  @Test
  void server_gone_isBroken() throws IOException {
    FakeGenerations server = new FakeGenerations();
    String address = server.address();
    server.close();

    assertThat(new ServerCheck(Address.parse("test", address), Trust.OF_JAVA, ApiKey.NONE).run())
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.BROKEN))
        .satisfies(finding -> assertThat(finding.what()).contains("no answer from " + address));
  }
}
