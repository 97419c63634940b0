package dev.langevin.deploy;

import dev.langevin.client.Langevin;
import dev.langevin.runtime.lifecycle.Signals;

/** The {@code langevin} command, with the whole system at hand. */
public final class Main {
  private Main() {}

  /** Runs the command. */
  public static void main(String[] args) {
    Langevin.main(args, new LocalSystem(System.getenv()), Signals::onEnd);
  }
}
