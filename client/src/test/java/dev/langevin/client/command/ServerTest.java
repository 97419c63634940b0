package dev.langevin.client.command;

import dev.langevin.client.FakeGenerations;
import dev.langevin.client.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of commands that talk to a server. */
abstract class ServerTest {
  @TempDir Path home;
  FakeGenerations server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGenerations();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  Shell.Result run(String... args) {
    return new Shell(home, Shell.NONE)
        .run(
            Stream.concat(Stream.of(args), Stream.of("--server", server.address()))
                .toArray(String[]::new));
  }
}
