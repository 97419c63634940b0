package dev.langevin.client.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Java, and whether the program can be built with it.
 *
 * @param version of the one that runs this
 * @param home its directory
 */
public record JavaCheck(Runtime.Version version, Path home) implements Check {
  private static final int LEAST = 21;
  private static final String SUBJECT = "Java";

  /** The Java that runs this. */
  public static JavaCheck here() {
    return new JavaCheck(Runtime.version(), Path.of(System.getProperty("java.home")));
  }

  @Override
  public List<Finding> run() {
    String is = version + " in " + home;
    if (version.feature() < LEAST) {
      return List.of(
          Finding.broken(
              SUBJECT,
              is + " is older than " + LEAST,
              "install a newer JDK and name it in LANGEVIN_JAVA_HOME"));
    }
    boolean compiles =
        Files.exists(home.resolve("bin/javac")) || Files.exists(home.resolve("bin/javac.exe"));
    return List.of(
        compiles
            ? Finding.ok(SUBJECT, is)
            : Finding.note(
                SUBJECT,
                is + " runs programs, but can't build them",
                "to build the program from its sources, install a JDK"));
  }
}
