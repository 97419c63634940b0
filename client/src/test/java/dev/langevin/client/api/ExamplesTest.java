package dev.langevin.client.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.FakeGenerations;
import dev.langevin.client.TlsServers;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExamplesTest {
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final GenerationRequest BOAT =
      GenerationRequest.newBuilder().setPrompt("a boat").build();

  @Test
  void docs_code_isThatOfTheExamples() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "clients.md"));
    String source =
        plain(Files.readString(Path.of("src/test/java/dev/langevin/client/api/Examples.java")));
    List<String> blocks = CODE.matcher(docs).results().map(block -> block.group(1)).toList();
    assertThat(blocks).hasSize(4);
    assertThat(blocks).allSatisfy(block -> assertThat(source).contains(plain(block)));
  }

  @Test
  void examples_doWhatTheySay(@TempDir Path folder) throws Exception {
    try (FakeGenerations server = new FakeGenerations();
        LangevinClient client = LangevinClient.connect(server.address())) {
      Examples.one(server.address(), folder.resolve("boat.png"));
      assertThat(folder.resolve("boat.png")).hasBinaryContent(FakeGenerations.picture(0));

      Path many = Files.createDirectory(folder.resolve("many"));
      Examples.many(client, List.of(BOAT, BOAT), many);
      try (Stream<Path> files = Files.list(many)) {
        assertThat(files).containsExactly(many.resolve(FakeGenerations.ID + ".png"));
      }

      assertThat(Examples.later(client, BOAT).get(10, TimeUnit.SECONDS).getId())
          .isEqualTo(FakeGenerations.ID);
    }
  }

  @Test
  void examples_trustTheAuthorityThatTheyAreGiven(@TempDir Path folder) throws Exception {
    try (TlsServers tls = new TlsServers(folder);
        LangevinClient client = Examples.safe(tls.ca())) {
      assertThat(client).isNotNull();
    }
  }

  private static String plain(String code) {
    return code.strip().replaceAll("\\s+", " ");
  }
}
