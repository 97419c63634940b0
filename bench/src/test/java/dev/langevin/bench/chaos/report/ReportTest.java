package dev.langevin.bench.chaos.report;

import static dev.langevin.v1.Generation.State.STATE_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.langevin.bench.chaos.check.BatchHistories;
import dev.langevin.bench.chaos.check.BatchRecord;
import dev.langevin.bench.chaos.check.Finding;
import dev.langevin.bench.chaos.check.Histories;
import dev.langevin.bench.chaos.check.Problem;
import dev.langevin.bench.chaos.load.BatchIntent;
import dev.langevin.bench.chaos.load.Intent;
import dev.langevin.bench.chaos.schedule.Fault;
import dev.langevin.bench.chaos.schedule.Kind;
import dev.langevin.bench.chaos.schedule.Schedule;
import dev.langevin.bench.chaos.strike.Struck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static Report report(Finding... findings) {
    Schedule schedule = Schedule.of(1, Duration.ofMinutes(1));
    List<Struck> struck = new ArrayList<>();
    for (Fault fault : schedule.faults()) {
      struck.add(new Struck(fault, fault.atMillis(), fault.endMillis(), 0));
    }
    List<Life> jobs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long at = 1000L * i;
      jobs.add(
          Life.of(
              Histories.of(Intent.PLAIN)
                  .sees(at, STATE_RUNNING, at, 0)
                  .sees(at + 4500, STATE_RUNNING, at, 7)
                  .ends(0, at + 5000 + 90 * i, Histories.succeeded())
                  .record()));
    }
    return new Report(
        schedule,
        struck,
        jobs,
        new Batches(List.of(batch()), List.of(), 2),
        Recovery.of(struck, jobs),
        List.of(findings),
        0,
        new Bustle(),
        List.of(),
        Path.of("somewhere"));
  }

  private static BatchRecord batch() {
    return BatchHistories.of(BatchIntent.PLAIN, 3).completed().record();
  }

  @Test
  void table_nothingFound_saysSo() {
    assertThat(Table.of(report()))
        .contains("lost                    0", "all bars hold", "SUCCEEDED=40")
        .contains(
            "batches                 1: {COMPLETED=1}", "their lines             {SUCCEEDED=3}")
        .contains(Kind.KILL.title());
  }

  @Test
  void table_somethingFound_namesIt() {
    Report report = report(new Finding(Problem.LOST, "generation1: gone"));

    assertThat(report.good()).isFalse();
    assertThat(Table.of(report))
        .contains("lost                    1", "LOST: generation1: gone")
        .doesNotContain("all bars hold");
  }

  @Test
  void json_report_hasFiguresAndFaults() {
    JsonObject json = JsonParser.parseString(JsonReport.of(report())).getAsJsonObject();

    assertThat(json.get("lost").getAsInt()).isZero();
    assertThat(json.get("good").getAsBoolean()).isTrue();
    assertThat(json.get("jobs").getAsInt()).isEqualTo(40);
    assertThat(json.getAsJsonArray("faults")).isNotEmpty();
    assertThat(json.getAsJsonObject("batches").get("count").getAsInt()).isEqualTo(1);
  }

  @Test
  void recovery_runningJobs_tellsHowLongUntilTheyWereSeenToComeFurther() {
    assertThat(report().recoveries())
        .anyMatch(recovery -> recovery.jobs() > 0)
        .allMatch(recovery -> recovery.median() <= recovery.longest())
        .allMatch(recovery -> recovery.longest() <= 4500);
  }

  @Test
  void timeline_report_isAPicture(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("timeline.png");

    Timeline.write(file, report());

    assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(1000);
  }
}
