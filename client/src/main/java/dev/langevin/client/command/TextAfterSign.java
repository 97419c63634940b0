package dev.langevin.client.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Takes what stands behind an option's sign of equality for its text, whatever it is. Picocli takes
 * {@code --negative=-night} for two options.
 */
final class TextAfterSign implements IParameterPreprocessor {
  @Override
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> how) {
    if (!"=".equals(how.get("separator"))) {
      return false;
    }
    String text = arguments.pop();
    if (option.getValue() instanceof Collection<?> earlier) {
      List<Object> all = new ArrayList<>(earlier);
      all.add(text);
      option.setValue(all);
    } else {
      option.setValue(text);
    }
    return true;
  }
}
