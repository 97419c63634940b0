package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langevin.runtime.blob.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code langevin admin publish-model} and {@code fetch-model}. */
class AdminModelsIT {
  @TempDir Path home;

  private final Path tiny = Command.checkedOutModels().resolve("tiny").resolve("sd1");

  private Command command(Map<String, String> variables) {
    return new Command(home.resolve("data"), home.resolve("models"), variables);
  }

  @Test
  void publishAndFetch_throughABucket_isTheSameModel() throws Exception {
    try (S3Server s3 = S3Server.start(home.resolve("s3"))) {
      Command command = command(s3.variables());
      String place = "s3://" + S3Server.BUCKET + "/sd1/1";
      Path target = home.resolve("models").resolve("sd1");

      Langevins.Result published = command.run("admin", "publish-model", tiny.toString(), place);
      assertThat(published.code()).as(published.err()).isZero();
      String sha256 = published.out().strip();
      assertThat(sha256).matches("[0-9a-f]{64}");
      Langevins.Result fetched =
          command.run("admin", "fetch-model", place, target.toString(), "--sha256", sha256);
      assertThat(fetched.code()).as(fetched.err()).isZero();
      assertThat(fetched.out()).contains("is fetched and right");
      assertThat(fetched.err()).contains("unet/model.onnx");
      assertThat(Files.mismatch(tiny.resolve("unet/model.onnx"), target.resolve("unet/model.onnx")))
          .isEqualTo(-1);
      assertThat(command.run("admin", "fetch-model", place, target.toString()).out())
          .contains("is there already");
    }
  }

  @Test
  void fetch_whatCannotBe_isRefusedWithTheReason() {
    Command command = command(Map.of());
    String target = home.resolve("models").resolve("x").toString();

    refused(command.run("admin", "fetch-model", "s3://B", target), 2, "SOURCE: s3://B is not");
    refused(command.run("admin", "fetch-model", "a", target, "--sha256=x"), 2, "sha256: x");
    refused(
        command.run("admin", "fetch-model", home.toString(), target), 1, "langevin-manifest.json");
    refused(command.run("admin", "publish-model", home.toString(), target), 1, "model_index.json");
    refused(
        command(Map.of("LANGEVIN_S3_TIMEOUT", "1ms")).run("admin", "fetch-model", "a", target),
        2,
        "LANGEVIN_S3_TIMEOUT");
  }

  private static void refused(Langevins.Result result, int code, String message) {
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.err()).contains(message);
  }
}
