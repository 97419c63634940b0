package dev.langevin.bench.docs;

import dev.langevin.bench.Main;
import dev.langevin.client.Context;
import dev.langevin.client.Environment;
import dev.langevin.client.Interruption;
import dev.langevin.client.Langevin;
import dev.langevin.client.output.Terminal;
import dev.langevin.deploy.LocalSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * Whether calls of {@code ./langevin} can be parsed: by the real command, which then does nothing.
 */
final class Options {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  private Options() {}

  /**
   * What the command says against a call; empty if it can be parsed.
   *
   * @param call beginning with {@code ./langevin}
   * @param whole whether everything that is required has to be there
   */
  static String refusal(String call, boolean whole) {
    List<String> words = words(call);
    words.removeFirst();
    boolean bench = words.getFirst().equals("bench");
    if (bench) {
      words.removeFirst();
    }
    CommandLine command = bench ? Main.command() : Langevin.command(context());
    try {
      command.setExpandAtFiles(false).parseArgs(words.toArray(String[]::new));
      return "";
    } catch (CommandLine.MissingParameterException e) {
      return whole ? e.getMessage() : "";
    } catch (CommandLine.ParameterException e) {
      return e.getMessage();
    }
  }

  private static Context context() {
    Terminal terminal = new Terminal(System.out, System.err, false, false, false, false, true, 80);
    return new Context(
        new Environment(Map.of(), Path.of(".")),
        terminal,
        new LocalSystem(Map.of()),
        new Interruption());
  }

  private static List<String> words(String call) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(call);
    while (matcher.find()) {
      String quoted = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      words.add(quoted == null ? matcher.group(3) : quoted);
    }
    return words;
  }
}
