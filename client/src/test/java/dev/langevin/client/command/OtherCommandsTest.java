package dev.langevin.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.client.FakeGenerations;
import dev.langevin.client.Shell;
import dev.langevin.v1.Generation;
import dev.langevin.v1.ListGenerationsRequest;
import dev.langevin.v1.Model;
import io.grpc.Status;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherCommandsTest extends ServerTest {
  @Test
  void list_severalPages_areOneTable() {
    Shell.Result result = run("list", "--limit", "3");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines().map(line -> line.replaceAll(".*  ", "")))
        .containsExactly("PROMPT", "boat 0", "boat 1", "boat 2");
    assertThat(result.err()).contains("older ones");
  }

  @Test
  void list_filters_areAskedFor() {
    long before = Instant.now().getEpochSecond();
    Shell.Result result =
        run("list", "--query", "red boat", "--model=a,b@1", "--sampler", "euler", "--since", "2h");

    assertThat(result.code()).as(result.err()).isZero();
    ListGenerationsRequest asked = server.listed.getFirst();
    assertThat(asked.getQuery()).isEqualTo("red boat");
    assertThat(asked.getModelsList()).containsExactly("a", "b@1");
    assertThat(asked.getSamplersList()).containsExactly("euler");
    assertThat(asked.getCreatedAfter().getSeconds() - before + 7_200).isBetween(0L, 60L);
    assertThat(run("list", "--since", "lately").err())
        .contains("since: lately is not in 1s..3650d, such as 90s, 10m or 24h");
  }

  @Test
  void get_withOutput_fetchesThePicture() {
    Shell.Result result = run("get", "g1", "-o", home.resolve("x.png").toString());

    assertThat(result.code()).isZero();
    assertThat(home.resolve("x.png")).hasBinaryContent(FakeGenerations.picture(0));
    assertThat(result.out())
        .contains("a boat")
        .contains("succeeded")
        .contains("retry of  g0")
        .contains("attempt   3, 2 before it broke off");
  }

  @Test
  void get_withOutputOfAFailedOne_isExitCodeOne() {
    server.end = Generation.State.STATE_FAILED;

    assertThat(run("get", "g1", "-o", home.resolve("x.png").toString()).code()).isEqualTo(1);
    assertThat(home.resolve("x.png")).doesNotExist();
  }

  @Test
  void get_unknownId_isExitCodeThree() {
    server.refusal = Status.NOT_FOUND.withDescription("id: g9 is not the id of a generation");

    Shell.Result result = run("get", "g9");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .isEqualToIgnoringNewLines("langevin: id: g9 is not the id of a generation");
  }

  @Test
  void cancel_id_cancelsIt() {
    assertThat(run("cancel", "g1").out()).isEqualToIgnoringNewLines("cancelled g1");
    assertThat(server.cancelled).containsExactly("g1");
  }

  @Test
  void models_oneWithAProblem_isTitleAndProblemAlone() {
    Model.Builder good = Model.newBuilder().setName("good").setVersion("1").setDefaultSteps(20);
    server.models.add(good.setDefaultSampler("ddim").setMaxPromptTokens(77).build());
    server.models.add(
        Model.newBuilder()
            .setName("broken")
            .setDescription("A drawing")
            .setDefaultSteps(20)
            .setDefaultGuidanceScale(7.5)
            .setProblem("unet/model.onnx is cut short")
            .build());

    assertThat(run("models").out().lines())
        .startsWith("good@1")
        .endsWith("broken", "  problem  unet/model.onnx is cut short");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generate",
        "serve",
        "list",
        "get",
        "watch",
        "cancel",
        "delete",
        "dead-letter",
        "models"
      })
  void help_everyCommand_isShown(String command) {
    Shell.Result result = new Shell(home, Shell.NONE).run(command, "--help");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Usage: langevin " + command);
  }

  @Test
  void version_isShown() {
    assertThat(new Shell(home, Shell.NONE).run("--version").out()).startsWith("langevin ");
  }
}
