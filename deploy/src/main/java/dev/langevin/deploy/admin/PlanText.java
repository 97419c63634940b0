package dev.langevin.deploy.admin;

import dev.langevin.runtime.topics.DeclaredTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan as people read it.
 *
 * @param colour whether it may be coloured
 */
record PlanText(boolean colour) {
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String RED = "31";
  private static final String DIM = "2";

  List<String> lines(Plan plan) {
    List<String> lines = new ArrayList<>();
    Map<String, List<String>> blocks = new LinkedHashMap<>();
    plan.changes().forEach(change -> add(blocks, change));
    blocks.forEach(
        (head, body) -> {
          lines.add(paint(head.startsWith("+") ? GREEN : YELLOW, head));
          body.forEach(line -> lines.add("    " + line));
        });
    plan.refusals().forEach(refusal -> lines.add(paint(RED, "! refused: " + refusal)));
    plan.byHand().forEach(task -> lines.add(paint(YELLOW, "! by hand: " + task)));
    plan.notes().forEach(note -> lines.add(paint(DIM, "  " + note)));
    lines.add(summary(plan));
    return lines;
  }

  private static void add(Map<String, List<String>> blocks, Change change) {
    switch (change) {
      case Change.NewTopic it -> blocks.put("+ topic " + shape(it.topic()), settings(it.topic()));
      case Change.Partitions it ->
          block(blocks, "~ topic " + it.topic())
              .add("partitions: %d -> %d".formatted(it.from(), it.to()));
      case Change.TopicSetting it ->
          block(blocks, "~ topic " + it.topic()).add(setting(it.setting(), it.from(), it.to()));
      case Change.GroupSetting it ->
          block(blocks, "~ share group " + it.group())
              .add(setting(it.setting(), it.from(), it.to()));
      case Change.Permission it ->
          block(blocks, "+ permissions").add(Permissions.text(it.binding()));
    }
  }

  private static List<String> block(Map<String, List<String>> blocks, String head) {
    return blocks.computeIfAbsent(head, key -> new ArrayList<>());
  }

  private static String shape(DeclaredTopic topic) {
    return "%s: %d %s, %d %s"
        .formatted(
            topic.name(),
            topic.partitions(),
            topic.partitions() == 1 ? "partition" : "partitions",
            topic.replication(),
            topic.replication() == 1 ? "copy" : "copies");
  }

  private static List<String> settings(DeclaredTopic topic) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(topic.settings()).forEach((name, value) -> lines.add(name + " = " + value));
    return lines;
  }

  private static String setting(String name, String from, String to) {
    return "%s: %s -> %s".formatted(name, from.isEmpty() ? "(none)" : from, to);
  }

  private static String summary(Plan plan) {
    if (plan.nothingToDo()) {
      return "The cluster is as it is declared.";
    }
    long added =
        plan.changes().stream()
            .filter(it -> it instanceof Change.NewTopic || it instanceof Change.Permission)
            .count();
    return "%d to add, %d to change, %d refused, %d to do by hand; nothing is ever deleted."
        .formatted(
            added, plan.changes().size() - added, plan.refusals().size(), plan.byHand().size());
  }

  private String paint(String code, String text) {
    return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
