package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.langevin.client.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  @TempDir Path home;

  @Test
  void completion_bash_completesCommandsOptionsAndValues() throws Exception {
    Path bash = Path.of("/bin/bash");
    assumeThat(bash).exists();
    Path script = home.resolve("langevin.bash");
    Files.writeString(script, run("bash").out());

    assertThat(completed(script, "langevin", "gen")).contains("generate");
    assertThat(completed(script, "langevin", "generate", "--wat")).contains("--watch-steps");
    assertThat(completed(script, "langevin", "generate", "--show", "ki")).contains("kitty");
    assertThat(completed(script, "langevin", "dead-letter", "re")).contains("retry");
  }

  @Test
  void completion_zsh_isTheScriptOfBash() {
    assertThat(run("zsh").out()).isEqualTo(run("bash").out()).contains("bashcompinit");
  }

  @Test
  void completion_fish_hasALineForEachCommandAndOption() {
    assertThat(run("fish").out())
        .contains(
            "complete -c langevin -f -n __fish_use_subcommand -a doctor -d 'Looks at what is needed"
                + " to run, and says what is wrong and what to do about it.'\n")
        .contains("complete -c langevin -n '__fish_seen_subcommand_from generate' -s s -l seed -r")
        .contains(" -l show -r -f -a 'auto never kitty iterm sixel blocks' -d '")
        .contains("-f -n '__fish_seen_subcommand_from dead-letter' -a retry");
  }

  @Test
  void completion_otherShell_isRefusedWithThoseThereAre() {
    Shell.Result result = run("tcsh");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("bash, zsh, fish").contains("tcsh");
  }

  private Shell.Result run(String shell) {
    return new Shell(home, Shell.NONE).run("completion", shell);
  }

  /** What bash would offer, as its own machinery asks the script. */
  private static String completed(Path script, String... words)
      throws IOException, InterruptedException {
    String asked =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; compopt() { :; }; _complete_langevin;"
            .formatted(script, String.join(" ", words), words.length - 1);
    Process process =
        new ProcessBuilder("/bin/bash", "-c", asked + " echo \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return said;
  }
}
