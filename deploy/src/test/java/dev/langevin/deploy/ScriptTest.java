package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@code langevin} script: when it builds, and what it hands on, also where people see it, in a
 * terminal. Maven and Java are scripts that write down how they were called.
 */
class ScriptTest {
  private static final String TO_BUILD = "built in";

  @TempDir Path home;

  @BeforeEach
  void checkout() throws IOException {
    script("langevin", Files.readString(Path.of("..", "langevin")));
    Files.createDirectories(home.resolve("deploy/kafka"));
    Files.createDirectories(home.resolve("deploy/src/main"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.writeString(home.resolve("deploy/kafka/topics.yaml"), "topics: []");
    Path jdk = Files.createDirectories(home.resolve("jdk"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    script("jdk/bin/javac", "#!/bin/sh\n");
    script(
        "jdk/bin/java",
        """
        #!/bin/sh
        while [ "$1" != -jar ]; do shift; done
        echo "$(basename "$2")$(shift 2; printf ' <%s>' "$@")" >>"$(dirname "$0")/../../calls"
        """);
    script(
        "bin/mvn", "#!/bin/sh\necho '[INFO] Building Langevin proto 1.0                   [1/9]'");
  }

  @Test
  void generate_builtInATerminal_keepsItsArguments() throws Exception {
    String said = inTerminal("./langevin generate 'a red boat' -o boat.png");

    assertThat(said).contains(TO_BUILD);
    assertThat(calls()).hasSize(2);
    assertThat(calls().getFirst()).startsWith("langevin.jar <generate> <a rehearsal>");
    assertThat(calls().getLast()).isEqualTo("langevin.jar <generate> <a red boat> <-o> <boat.png>");
  }

  @Test
  void bench_builtInATerminal_rehearsesNothing() throws Exception {
    String said = inTerminal("./langevin bench sampling --quick");

    assertThat(said).contains(TO_BUILD);
    assertThat(calls()).containsExactly("langevin-bench.jar <sampling> <--quick>");
  }

  @Test
  void list_topicsChangedSince_buildsAgain() throws Exception {
    run("./langevin", "list");

    assertThat(run("./langevin", "list")).doesNotContain(TO_BUILD);
    Files.setLastModifiedTime(
        home.resolve("deploy/kafka/topics.yaml"), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(run("./langevin", "list")).contains(TO_BUILD);
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(home.resolve("calls"));
  }

  private String inTerminal(String command) throws Exception {
    assumeTrue(
        run("sh", "-c", "script --version 2>&1 || :").contains("util-linux"),
        "needs script of util-linux, which runs a command in a terminal");
    return run("script", "-qec", command, "/dev/null");
  }

  private String run(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
    builder.environment().put("LANGEVIN_JAVA_HOME", home.resolve("jdk").toString());
    builder
        .environment()
        .merge("PATH", home.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    builder.environment().remove("LANGEVIN_PROVIDER");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private void script(String name, String body) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
