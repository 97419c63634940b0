package dev.langevin.runtime.lifecycle;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The signals that ask a process to end: SIGTERM, SIGINT and SIGHUP. They are taken from the JVM,
 * whose own way runs every shutdown hook at once: ONNX Runtime's frees the library under networks
 * that still run.
 */
public final class Signals {
  private static final Map<String, Integer> END = Map.of("HUP", 1, "INT", 2, "TERM", 15);
  private static final int EXIT_CODE = 128;

  private Signals() {}

  /**
   * Runs {@code action} in a thread of its own with the exit code that tells of the signal: 128 and
   * its number. A signal that the process was started to ignore stays ignored.
   */
  public static void onEnd(IntConsumer action) {
    END.forEach((name, number) -> handle(name, () -> action.accept(EXIT_CODE + number)));
  }

  /** By reflection, since compilers warn of {@code sun.misc} and can't be told that it is meant. */
  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (!method.getName().equals("handle")) {
                  return method.invoke(action, arguments); // equals, hashCode and toString
                }
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't listen for SIG" + name, e);
    }
  }
}
