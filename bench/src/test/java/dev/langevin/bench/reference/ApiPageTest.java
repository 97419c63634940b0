package dev.langevin.bench.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.proto.Comments;
import dev.langevin.proto.Contracts;
import dev.langevin.v1.Batch;
import dev.langevin.v1.GenerateResponse;
import dev.langevin.v1.GenerationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiPageTest {
  private static final String PAGE = ApiPage.text();
  private static final Path GATEWAY = Path.of("../gateway/src/main/java/dev/langevin/gateway");

  /** A reason in one piece, behind a status or as one of the constants of HTTP. */
  private static final Pattern REASON =
      Pattern.compile(
          "(?:Code|GrpcStatus)\\.[A-Z_]+,\\s*\"([A-Z]+(?:_[A-Z]+)*)\""
              + "|static final String [A-Z_]+ = \"([A-Z]+(?:_[A-Z]+)+)\";");

  @Test
  void committedPage_isWhatTheContractsSay() throws IOException {
    assertThat(
            firstDifference(Files.readAllLines(Path.of("../docs/api.md")), PAGE.lines().toList()))
        .as("docs/api.md is out of date; ./langevin bench api-reference writes it anew")
        .isEmpty();
  }

  private static String firstDifference(List<String> committed, List<String> now) {
    int same = 0;
    while (same < Math.min(committed.size(), now.size())
        && committed.get(same).equals(now.get(same))) {
      same++;
    }
    return same == committed.size() && same == now.size()
        ? ""
        : "line %d: %s, not %s"
            .formatted(
                same + 1,
                same < committed.size() ? committed.get(same) : "the end",
                same < now.size() ? now.get(same) : "the end");
  }

  @Test
  void page_everyCommentOfThePublicContracts_isThere() {
    Comments comments = Comments.read();
    List<String> missing =
        Contracts.files(Types.PUBLIC).stream()
            .flatMap(file -> Elements.of(file).stream())
            .filter(name -> !PAGE.contains(shown(comments.of(name))))
            .toList();
    assertThat(missing).isEmpty();
  }

  /** As it stands in a table. */
  private static String shown(String comment) {
    return comment.replace("<", "&lt;");
  }

  @Test
  void page_everyReasonOfARefusal_isThere() throws IOException {
    TreeSet<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(GATEWAY)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Matcher reasons = REASON.matcher(Files.readString(file));
        while (reasons.find()) {
          named.add(reasons.group(1) == null ? reasons.group(2) : reasons.group(1));
        }
      }
    }
    assertThat(named).hasSizeGreaterThan(30).allMatch(reason -> PAGE.contains("`" + reason + "`"));
  }

  @Test
  void types_fieldsOfEachKind_sayWhatTheyHold() {
    Types types = new Types(Types.PUBLIC);
    var request = GenerationRequest.getDescriptor();
    assertThat(types.of(request.findFieldByName("prompt"))).isEqualTo("string");
    assertThat(types.of(request.findFieldByName("steps"))).isEqualTo("uint32, optional");
    assertThat(types.of(request.findFieldByName("size"))).isEqualTo("[Size](#size)");
    assertThat(types.of(request.findFieldByName("labels"))).isEqualTo("map of string to string");
    assertThat(types.of(request.findFieldByName("deadline")))
        .isEqualTo("`google.protobuf.Duration`");
    assertThat(types.of(Batch.getDescriptor().findFieldByName("state")))
        .isEqualTo("[Batch.State](#batchstate)");
    assertThat(types.of(GenerateResponse.getDescriptor().findFieldByName("progress")))
        .isEqualTo("[Progress](#progress), one of `event`");
    assertThat(types.of(GenerateResponse.getDescriptor().findFieldByName("images")))
        .isEqualTo("[InlineImage](#inlineimage), repeated");
  }
}
