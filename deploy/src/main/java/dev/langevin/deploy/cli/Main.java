package dev.langevin.deploy.cli;

import dev.langevin.client.Langevin;
import dev.langevin.runtime.lifecycle.Signals;

/** The {@code langevin} command of the image {@code langevin/cli}, which holds no server. */
public final class Main {
  private Main() {}

  /** Runs the command. */
  public static void main(String[] args) {
    Langevin.main(args, new NoServer(), Signals::onEnd);
  }
}
