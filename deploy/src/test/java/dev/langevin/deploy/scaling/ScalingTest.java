package dev.langevin.deploy.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** That docs/scaling.md says what its constants come to, and that these are the measured ones. */
class ScalingTest {
  private static final Path CHECKOUT = checkout();

  private static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("docs").resolve("scaling.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static String page(String name) throws Exception {
    return Files.readString(CHECKOUT.resolve(name));
  }

  @Test
  void table_isWhatTheArithmeticSays() throws Exception {
    assertThat(page("docs/scaling.md")).contains(String.join("\n", Scale.table()));
  }

  @Test
  void constants_areInTheText() throws Exception {
    String page = page("docs/scaling.md").replaceAll("\\s+", " ");
    for (String said :
        List.of(
            "%d steps".formatted(Scale.STEPS),
            "%d KiB".formatted(Scale.LATENT_BYTES / 1024),
            "One job in %d asks for previews, each %dth step"
                .formatted(Scale.JOBS_FOR_ONE_WITH_PREVIEWS, Scale.STEPS_FOR_A_PREVIEW),
            "PNGs of %s".formatted(Scale.size(Scale.PREVIEW_BYTES)),
            "%s of conditioning".formatted(Scale.size(Scale.CONDITIONING_BYTES)),
            "at most %d rows".formatted(Scale.BATCH_CAP),
            "%,d members".formatted(Scale.GROUP_MEMBERS),
            "%s a broker".formatted(Scale.size(Scale.BROKER_BYTES)),
            "%,d connections".formatted(Scale.BROKER_CONNECTIONS),
            "%,.0f bytes".formatted(Scale.KEPT_BYTES),
            "%s for a work record".formatted(Scale.size(Records.workBytes())),
            "%s for the three snapshots".formatted(Scale.size(Records.logBytes())),
            "%s for one of progress".formatted(Scale.size(Records.progressBytes())))) {
      assertThat(page).contains(said);
    }
  }

  /** Where another page says what was measured, it is that figure which is used. */
  @Test
  void measuredConstants_areThoseOfTheirPages() throws Exception {
    String bench = page("bench/README.md");
    assertThat(bench)
        .contains(
            String.format(Locale.ROOT, "**%,.0f** creates", Scale.CREATES_PER_CORE)
                .replace("** creates", ""))
        .contains(String.format(Locale.ROOT, "**%,.0f**", Scale.EVALUATIONS_PER_CORE))
        .contains(String.format(Locale.ROOT, "**%,.0f**", Scale.KEPT_BYTES))
        .contains(Scale.JOB_HEAP_KIB + " KiB");
    assertThat(page("docs/tuning.md")).contains("0.68 KB of heap for each");
  }

  @Test
  void breakingPoints_areWhereThePageSaysTheyAre() throws Exception {
    String page = page("docs/scaling.md").replaceAll("\\s+", " ");
    long unsharded = gpusWithin(scale -> scale.shards() == 1);
    assertThat(page).contains("up to %d GPUs".formatted(unsharded));
    long day = gpusWithin(scale -> scale.keptHeap() <= 16e9);
    assertThat(page).contains("%d GPUs with a heap of 16 GB".formatted(day));
    long log = gpusWithin(scale -> scale.fanOutBytes() <= Scale.BROKER_BYTES);
    assertThat(page).contains("%d GPUs with one partition".formatted(log));
  }

  private static long gpusWithin(java.util.function.Predicate<Scale> fits) {
    long gpus = 1;
    while (fits.test(new Scale(gpus + 1))) {
      gpus++;
    }
    return gpus;
  }
}
