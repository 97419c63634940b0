package dev.langevin.deploy.kubernetes;

import java.util.List;
import java.util.Map;

/** The part of RFC 6902 that the overlays use: add, replace and remove. */
final class JsonPatch {
  private JsonPatch() {}

  static void apply(List<Object> operations, Object document) {
    for (Object operation : operations) {
      Map<String, Object> it = Yaml.map(operation);
      String path = (String) it.get("path");
      String[] steps = path.substring(1).split("/");
      Object parent = document;
      for (int i = 0; i < steps.length - 1; i++) {
        parent = child(parent, name(steps[i]), path);
      }
      apply((String) it.get("op"), parent, name(steps[steps.length - 1]), it.get("value"), path);
    }
  }

  private static void apply(String op, Object parent, String last, Object value, String path) {
    Object copy = Yaml.copy(value);
    if (parent instanceof Map<?, ?>) {
      Map<String, Object> map = Yaml.map(parent);
      if (!op.equals("add") && !map.containsKey(last)) {
        throw new IllegalStateException(op + " of what is not there: " + path);
      }
      switch (op) {
        case "add", "replace" -> map.put(last, copy);
        case "remove" -> map.remove(last);
        default -> throw new IllegalStateException("no operation of ours: " + op);
      }
    } else {
      List<Object> list = Yaml.list(parent);
      switch (op) {
        case "add" -> list.add(last.equals("-") ? list.size() : Integer.parseInt(last), copy);
        case "replace" -> list.set(Integer.parseInt(last), copy);
        case "remove" -> list.remove(Integer.parseInt(last));
        default -> throw new IllegalStateException("no operation of ours: " + op);
      }
    }
  }

  private static Object child(Object parent, String step, String path) {
    Object child =
        parent instanceof Map<?, ?> map
            ? map.get(step)
            : Yaml.list(parent).get(Integer.parseInt(step));
    if (child == null) {
      throw new IllegalStateException("nothing at " + step + " of " + path);
    }
    return child;
  }

  private static String name(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }
}
