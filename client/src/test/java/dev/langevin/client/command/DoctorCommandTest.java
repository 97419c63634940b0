package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.Shell;
import dev.langevin.client.doctor.Check;
import dev.langevin.client.doctor.Finding;
import dev.langevin.client.local.LocalServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path home;

  /** Finds what it is told to, and starts nothing. */
  private static final class Local implements LocalServer {
    final List<Check> checks = new ArrayList<>();
    List<String> asked = List.of();

    @Override
    public Running start(Settings settings, Consumer<String> stage) {
      throw new LocalServerException("no server in this test", null);
    }

    @Override
    public List<Check> checks(Settings settings, Brokers brokers) {
      asked = brokers.addresses();
      return checks;
    }
  }

  private final Local local = new Local();

  @Test
  void doctor_nothingBroken_isZero() {
    local.checks.add(() -> List.of(Finding.note("thing", "is odd", "look at it")));

    Shell.Result result = doctor();

    assertThat(result.code()).as(result.out()).isZero();
    assertThat(result.out())
        .contains("ok      Java: ")
        .contains("note    thing: is odd\n        look at it\n")
        .contains("ok      server: none runs here");
    assertThat(home.resolve("data")).doesNotExist();
  }

  @Test
  void doctor_somethingBroken_isOneAndTheRestIsLookedAtAllTheSame() {
    local.checks.add(() -> List.of(Finding.broken("thing", "is broken", "mend it")));
    local.checks.add(
        () -> {
          throw new IllegalStateException("oops");
        });

    Shell.Result result = doctor("--kafka", "a:1, b:2");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains("broken  thing: is broken\n        mend it\n")
        .contains("the check itself failed: java.lang.IllegalStateException: oops")
        .contains("server: ");
    assertThat(local.asked).containsExactly("a:1", "b:2");
  }

  @Test
  void doctor_badAddress_isRefused() {
    assertThat(doctor("--kafka", "nonsense").code()).isEqualTo(2);
    assertThat(doctor("--port", "0").err()).contains("port: 0 is not in 1..65535");
  }

  private Shell.Result doctor(String... more) {
    List<String> words = new ArrayList<>(List.of("doctor"));
    words.addAll(List.of(more));
    return new Shell(home, local).run(words.toArray(String[]::new));
  }
}
