package dev.langevin.runtime.generations;

import dev.langevin.events.v1.BatchSnapshot;
import dev.langevin.events.v1.Snapshot;
import java.util.regex.Pattern;

/** Whose things are: who may see a generation or a batch, and whom it counts for. */
public final class Tenants {
  /** Whose everything is where nobody signs in. */
  public static final String DEFAULT = "default";

  /** What a name is made of; it goes into keys' files, logs and ids. */
  public static final String FORM = "1 to 64 characters of A-Z a-z 0-9 . _ -";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private Tenants() {}

  /** Whether this can be a tenant's name. */
  public static boolean valid(String name) {
    return NAME.matcher(name).matches();
  }

  /** A generation's. */
  public static String of(Snapshot snapshot) {
    return of(snapshot.getTenant());
  }

  /** A batch's. */
  public static String of(BatchSnapshot snapshot) {
    return of(snapshot.getTenant());
  }

  /** As a record names it: those that name none are of {@link #DEFAULT}. */
  public static String of(String name) {
    return name.isEmpty() ? DEFAULT : name;
  }
}
