package dev.langevin.deploy.scaling;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arithmetic of docs/scaling.md: what so many GPUs ask of everything else.
 *
 * @param gpus how many
 */
record Scale(long gpus) {
  // What one GPU does: chosen, so that everybody can put in their own.
  static final double PICTURES_PER_GPU = 1.0 / 3;
  static final int STEPS = 30;
  static final int ROWS_PER_EVALUATION = 2;
  static final long LATENT_BYTES = 4 * 128 * 128 * 4;
  static final long CONDITIONING_BYTES = 2 * 77 * 2048 * 4;
  static final int BATCH_CAP = 16;

  /** Jobs for each place in a batch, so that there is work while orchestrators do their part. */
  static final double JOBS_PER_PLACE = 1.5;

  static final double INTERACTIVE_SHARE = 0.75;
  static final int JOBS_FOR_ONE_WITH_PREVIEWS = 10;
  static final int STEPS_FOR_A_PREVIEW = 5;

  /** A pixel for each latent element, of which PNG saves little. */
  static final long PREVIEW_BYTES = 128 * 128 * 3;

  static final long RETENTION_SECONDS = 24 * 3600;
  static final long QUEUE_SECONDS = 60;

  /** States that a checkpoint holds: the latent and a history of two. */
  static final int CHECKPOINT_LATENTS = 3;

  // What is measured here, with the page that says so.
  static final double WAITING_BYTES = 0.68 * 1024;
  static final double KEPT_BYTES = 1_078;
  static final double REPLAY_SLOW_MICROS = 9;
  static final double REPLAY_FAST_MICROS = 3;
  static final double CREATES_PER_CORE = 6_357;
  static final double EVALUATIONS_PER_CORE = 5_027;
  static final int JOB_HEAP_KIB = 330;

  // What is set, or Kafka's.
  static final int GROUP_MEMBERS = 1_000;

  /** Old and new orchestrators are members together while they are replaced. */
  static final double MEMBERS_USED = 0.9;

  static final int SLOTS_PER_ORCHESTRATOR = 480;
  static final int WATCHERS_PER_GATEWAY = 10_000;
  static final int REPLICATION = 3;

  // What is taken of brokers: modest figures of ordinary machines.
  static final long BROKER_BYTES = 100_000_000;
  static final int BROKER_CONNECTIONS = 10_000;
  static final int CONNECTIONS_PER_SLOT = 3;

  double pictures() {
    return gpus * PICTURES_PER_GPU;
  }

  double evaluations() {
    return pictures() * STEPS;
  }

  /** A latent there, a prediction of each row back. */
  double predictBytes() {
    return evaluations() * LATENT_BYTES * (1 + ROWS_PER_EVALUATION)
        + pictures() * CONDITIONING_BYTES;
  }

  long slots() {
    return Math.round(gpus * (double) BATCH_CAP / ROWS_PER_EVALUATION * JOBS_PER_PLACE);
  }

  long shards() {
    return ceil(slots() * INTERACTIVE_SHARE / (GROUP_MEMBERS * MEMBERS_USED));
  }

  long orchestrators() {
    return Math.max(2, ceil((double) slots() / SLOTS_PER_ORCHESTRATOR));
  }

  long gateways() {
    return Math.max(2, ceil((double) slots() / WATCHERS_PER_GATEWAY));
  }

  double logRecords() {
    return pictures() * Records.SNAPSHOTS;
  }

  double logBytes() {
    return pictures() * Records.logBytes();
  }

  double fanOutBytes() {
    return logBytes() * (orchestrators() + gateways());
  }

  double progressRecords() {
    return Math.min(evaluations(), 5.0 * slots());
  }

  double progressBytes() {
    return progressRecords() * Records.progressBytes();
  }

  /** Pictures that go with the progress of those jobs that asked for them. */
  double previewBytes() {
    return pictures()
        / JOBS_FOR_ONE_WITH_PREVIEWS
        * ((double) STEPS / STEPS_FOR_A_PREVIEW)
        * PREVIEW_BYTES;
  }

  double heartbeats() {
    return slots();
  }

  double queueHeap() {
    return pictures() * QUEUE_SECONDS * WAITING_BYTES;
  }

  double keptGenerations() {
    return pictures() * RETENTION_SECONDS;
  }

  double keptHeap() {
    return keptGenerations() * KEPT_BYTES;
  }

  double replaySlowSeconds() {
    return keptGenerations() * REPLAY_SLOW_MICROS / 1e6;
  }

  double replayFastSeconds() {
    return keptGenerations() * REPLAY_FAST_MICROS / 1e6;
  }

  double checkpointBytes(double intervalSeconds) {
    double perSecond = Math.min(1 / intervalSeconds, (double) STEPS * pictures() / slots());
    return slots() * perSecond * CHECKPOINT_LATENTS * LATENT_BYTES;
  }

  double brokerBytes() {
    double progress = progressBytes() + previewBytes();
    double written = logBytes() + pictures() * Records.workBytes() + progress;
    return written * REPLICATION
        + fanOutBytes()
        + progress * gateways()
        + pictures() * Records.workBytes();
  }

  long connections() {
    return slots() * CONNECTIONS_PER_SLOT;
  }

  long brokers() {
    return Math.max(
        3,
        Math.max(
            ceil(brokerBytes() / BROKER_BYTES), ceil((double) connections() / BROKER_CONNECTIONS)));
  }

  private static long ceil(double value) {
    return (long) Math.ceil(value - 1e-9);
  }

  private record Row(String name, Function<Scale, String> cell) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("pictures a second", s -> number(s.pictures())),
          new Row("evaluations a second", s -> number(s.evaluations())),
          new Row("orchestrators ↔ denoisers, both ways", s -> bytes(s.predictBytes())),
          new Row("slots: jobs that run", s -> number(s.slots())),
          new Row("shards of the pool", s -> number(s.shards())),
          new Row("orchestrators of 480 slots", s -> number(s.orchestrators())),
          new Row("gateways", s -> number(s.gateways())),
          new Row("records of `generations` a second", s -> number(s.logRecords())),
          new Row("written to `generations`", s -> bytes(s.logBytes())),
          new Row("read of it, by everybody", s -> bytes(s.fanOutBytes())),
          new Row("records of `progress` a second", s -> number(s.progressRecords())),
          new Row("previews, written to `progress`", s -> bytes(s.previewBytes())),
          new Row("heartbeats of slots a second", s -> number(s.heartbeats())),
          new Row("connections to brokers", s -> number(s.connections())),
          new Row("brokers", s -> number(s.brokers())),
          new Row("checkpoints, `CHECKPOINT_INTERVAL` 1 s", s -> bytes(s.checkpointBytes(1))),
          new Row("checkpoints, 20 s", s -> bytes(s.checkpointBytes(20))),
          new Row("heap of what waits, a minute's work", s -> size(s.queueHeap())),
          new Row("generations of a day", s -> number(s.keptGenerations())),
          new Row("heap of these, in every gateway and orchestrator", s -> size(s.keptHeap())),
          new Row(
              "reading the log anew",
              s -> seconds(s.replayFastSeconds()) + " to " + seconds(s.replaySlowSeconds())));

  /** The page's table, a line each. */
  static List<String> table() {
    List<Scale> scales = Stream.of(10L, 100L, 1_000L, 10_000L).map(Scale::new).toList();
    List<String> heads = scales.stream().map(s -> number(s.gpus())).toList();
    Stream<String> head =
        Stream.of("| GPUs | " + String.join(" | ", heads) + " |", "|---|---|---|---|---|");
    return Stream.concat(
            head,
            ROWS.stream()
                .map(
                    row ->
                        "| "
                            + row.name()
                            + " | "
                            + scales.stream().map(row.cell()).collect(Collectors.joining(" | "))
                            + " |"))
        .toList();
  }

  /** Two digits that count. */
  static String number(double value) {
    if (value < 10) {
      return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
    }
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(value)) - 1));
    return String.format(Locale.ROOT, "%,.0f", Math.round(value / unit) * unit);
  }

  static String size(double value) {
    String[] units = {"B", "KB", "MB", "GB", "TB"};
    int unit = 0;
    double rest = value;
    while (rest >= 1_000 && unit < units.length - 1) {
      rest /= 1_000;
      unit++;
    }
    return number(rest) + " " + units[unit];
  }

  private static String bytes(double perSecond) {
    return size(perSecond) + "/s";
  }

  private static String seconds(double seconds) {
    return seconds < 100 ? number(seconds) + " s" : number(seconds / 60) + " min";
  }
}
