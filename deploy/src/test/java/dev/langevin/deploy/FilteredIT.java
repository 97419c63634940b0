package dev.langevin.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose safety checker flags every picture, through the whole system. */
class FilteredIT {
  /** To the checker of models/tiny, which looks for red, everything is very red indeed. */
  private static final String PREPARATION =
      """
      {"crop_size": {"height": 224, "width": 224}, "image_mean": [-10, 0, 0], "image_std": [1, 1, 1]}
      """;

  @TempDir static Path home;

  private static Path models() throws IOException {
    Path models = home.resolve("models");
    Path model = models.resolve("storybook");
    copy(Command.checkedOutModels().resolve("storybook"), model);
    copy(Command.checkedOutModels().resolve("tiny/safety"), model);
    Files.writeString(
        model.resolve("feature_extractor").resolve("preprocessor_config.json"), PREPARATION);
    return models;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  void generate_flaggedPicture_isFilteredAndStoredNowhere() throws IOException {
    Path data = home.resolve("data");
    Command command = new Command(data, models());
    Path picture = home.resolve("boat.png");

    Langevins.Result result =
        command.run(
            "generate", "--json", "--steps", "3", "-o", picture.toString(), "a red sailboat");

    assertThat(result.code()).as(result.err()).isEqualTo(8);
    assertThat(result.err())
        .contains("was filtered: the model's safety checker flagged image 0 of 1");
    JsonObject generation = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(generation.get("state").getAsString()).isEqualTo("STATE_FILTERED");
    assertThat(generation.getAsJsonArray("filteredImages").get(0).getAsInt()).isZero();
    assertThat(generation.getAsJsonArray("artifacts")).isEmpty();
    assertThat(picture).doesNotExist();
    try (Stream<Path> files = Files.walk(data)) {
      assertThat(files.filter(file -> file.toString().contains(generation.get("id").getAsString())))
          .filteredOn(Files::isRegularFile)
          .isEmpty();
    }
  }
}
