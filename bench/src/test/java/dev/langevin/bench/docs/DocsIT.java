package dev.langevin.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every command of the documents, as it stands, in the order of the page. What can't be run says
 * why in a comment before its block. {@code -Dlangevin.docs=docs/http.md} runs one page.
 */
class DocsIT {
  private static final String ONE = System.getProperty("langevin.docs", "");

  private static final Pattern CURL = Pattern.compile("(?m)(^|\\s)curl ");

  private static Shell shell;

  @BeforeAll
  static void start() throws Exception {
    shell = new Shell(Path.of("target/docs").toAbsolutePath());
  }

  @AfterAll
  static void stop() throws Exception {
    shell.close();
  }

  @TestFactory
  Stream<DynamicNode> commands() {
    return Page.all().stream()
        .filter(page -> page.toString().startsWith(ONE))
        .filter(page -> page.blocks().stream().anyMatch(DocsIT::isForMachines))
        .map(page -> dynamicContainer(page.toString(), blocks(page)));
  }

  private static boolean isForMachines(Block block) {
    return block.kind().equals("sh")
        || block.kind().equals("python")
        || block.mark() instanceof Mark.InFile;
  }

  private static Stream<DynamicNode> blocks(Page page) {
    return page.blocks().stream()
        .filter(DocsIT::isForMachines)
        .map(block -> dynamicTest(block.toString(), () -> run(block)));
  }

  private static void run(Block block) throws Exception {
    switch (block.mark()) {
      case Mark.NotRun mark -> leave(block, "not run: " + mark.reason());
      case Mark.OptionsOnly mark ->
          leave(block, "options only (PagesTest has looked at them): " + mark.reason());
      case Mark.InFile mark -> shell.write(block, mark.name());
      case Mark.None none -> runNow(block);
      case Mark.Unknown mark -> throw new AssertionError(block + ": " + mark.comment());
    }
  }

  private static void runNow(Block block) throws Exception {
    boolean python = block.kind().equals("python");
    assumeTrue(!python || Shell.where("python3").isPresent(), "there is no python3");
    assumeTrue(
        !CURL.matcher(block.text()).find() || Shell.where("curl").isPresent(), "there is no curl");
    if (!shell.serving() && !block.page().startsServer()) {
      assertThat(shell.serve(block.page()).code()).isZero();
    }
    long start = System.nanoTime();
    Shell.Result result = python ? shell.python(block) : shell.sh(block);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("%s: %.1f s%n", block, time.toMillis() / 1000.0);
    assertThat(result.code()).as("%s%n%s%n%s", block, block.text(), result.output()).isZero();
  }

  private static void leave(Block block, String why) {
    System.out.println(block + ": " + why);
    abort(why);
  }
}
