package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code langevin batch} with the real system in this process. */
class BatchCommandIT {
  @TempDir Path home;

  @Test
  void batch_sweep_writesPicturesManifestPageAndSheetAndGoesOn() throws Exception {
    Command command = new Command(home.resolve("data"), Command.checkedOutModels());
    Path file = home.resolve("prompts.jsonl");
    Path out = home.resolve("out");
    Files.writeString(
        file, "{\"prompt\": \"a {color} {thing}\", \"steps\": 6, \"custom_id\": \"sweep\"}\n");
    String[] line = {
      "batch",
      file.toString(),
      "-o",
      out.toString(),
      "--set",
      "color=red,blue",
      "--set",
      "thing=house,boat",
      "--seeds",
      "1..3"
    };

    Langevins.Result first = command.run(line);

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("12 of 12 lines succeeded");
    List<Path> pictures = pictures(out);
    assertThat(pictures).hasSize(12);
    assertThat(pictures.getFirst().getFileName()).hasToString("000001-sweep-1.png");
    assertThat(Files.readAllLines(out.resolve("manifest.jsonl")))
        .hasSize(12)
        .allMatch(entry -> entry.contains("STATE_SUCCEEDED"));
    assertThat(Files.readString(out.resolve("index.html"))).contains("000012-sweep-12.png");
    BufferedImage sheet = ImageIO.read(out.resolve("contact-sheet.png").toFile());
    assertThat(sheet.getWidth()).isEqualTo(5 * 136 + 8);
    assertThat(sheet.getHeight()).isEqualTo(3 * 136 + 8);

    Files.delete(pictures.get(4));
    FileTime before = Files.getLastModifiedTime(pictures.get(5));
    Langevins.Result second = command.run(line);

    assertThat(second.code()).as(second.err()).isZero();
    assertThat(pictures(out)).hasSize(12);
    assertThat(Files.getLastModifiedTime(pictures.get(5))).isEqualTo(before);
    assertThat(command.run("batches", "list").out().lines()).hasSize(2);
  }

  @Test
  void batch_badLines_areToldAndNothingIsBegun() throws Exception {
    Command command = new Command(home.resolve("data"), Command.checkedOutModels());
    Path file = home.resolve("prompts.jsonl");
    Files.writeString(file, "{\"prompt\": \"a house\"}\n{\"prompt\": \"a house\", \"steps\": 0}\n");

    Langevins.Result result =
        command.run("batch", file.toString(), "-o", home.resolve("out").toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("line 2: steps: 0 is not in 1..1000", "--skip-invalid");
  }

  private static List<Path> pictures(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches("\\d{6}.*\\.png"))
          .sorted()
          .toList();
    }
  }
}
