package dev.langevin.runtime.metrics;

import java.util.List;
import java.util.Locale;

/**
 * Every number that a process of Langevin tells, but those of the JVM. Names, kinds and labels are
 * stable: dashboards and alerts of others use them. docs/operations.md has the same list, and a
 * test compares the two.
 *
 * <p>Names are Prometheus's: base units, {@code _total} for what only grows. What a label may say
 * is bounded: never an id, a prompt, a tenant or anything else that clients make up.
 */
public enum Meter {
  // Every process.
  BUILD_INFO(Kind.GAUGE, "1; which build this is", "service", "version"),
  READY(Kind.GAUGE, "1 if the process is ready, as /readyz says, else 0"),
  REQUESTS_TOTAL(Kind.COUNTER, "requests that ended, by what became of them", "method", "code"),
  REQUEST_SECONDS(
      Kind.HISTOGRAM, "from a request's head to the end of its answer", Buckets.REQUEST, "method"),
  CONNECTIONS(Kind.GAUGE, "connections of clients, inner and outer, that are open"),
  LOG_LAG_RECORDS(Kind.GAUGE, "records of a Kafka log that are not read yet", "topic"),
  REPLICAS(
      Kind.GAUGE,
      "replicas of a service as this process sees them: up or away",
      "service",
      "state"),
  CERTIFICATE_EXPIRY_SECONDS(
      Kind.GAUGE,
      "time until the first of the certificates in use expires; negative once it has",
      "setting"),
  SPANS_LOST_TOTAL(Kind.COUNTER, "spans that a collector or file did not take", "exporter"),

  // Gateways; all of them say the same of queues and generations.
  QUEUE_JOBS(
      Kind.GAUGE,
      "generations that have not ended, waiting or running",
      "pool",
      "priority",
      "state"),
  QUEUE_OLDEST_SECONDS(
      Kind.GAUGE, "how long the one that waits longest has waited", "pool", "priority"),
  QUEUE_LIMIT_JOBS(Kind.GAUGE, "generations that may wait at a time"),
  ACCEPTED_TOTAL(Kind.COUNTER, "generations that were accepted, by whichever gateway"),
  GENERATIONS_TOTAL(
      Kind.COUNTER, "generations that ended: succeeded, failed, cancelled or filtered", "state"),
  POLICY_REFUSALS_TOTAL(
      Kind.COUNTER, "requests and lines that a content policy refused: by a file or a hook", "by"),
  WATCHERS(Kind.GAUGE, "calls that follow generations"),

  // Orchestrators.
  SLOTS(
      Kind.GAUGE,
      "slots: idle, working, draining, lost (its lock is) or paused",
      "pool",
      "priority",
      "state"),
  ATTEMPTS_TOTAL(
      Kind.COUNTER,
      "attempts that ended: done, released (given back), faulted (of the environment), unreadable",
      "outcome"),
  REDELIVERIES_TOTAL(Kind.COUNTER, "work records that Kafka delivered again"),
  RETRIES_TOTAL(Kind.COUNTER, "calls that were tried again, by who was called", "service"),
  GENERATION_SECONDS(
      Kind.HISTOGRAM, "from a generation's creation to its success", Buckets.JOB, "priority"),
  STAGE_SECONDS(
      Kind.HISTOGRAM,
      "the stages of those that succeeded: queue, encode, denoise, decode",
      Buckets.JOB,
      "stage"),
  SHARED_EVALUATIONS_TOTAL(
      Kind.COUNTER, "evaluations of those that were made for several of them at once"),
  EVALUATION_SECONDS(
      Kind.HISTOGRAM, "a denoiser's call as its caller sees it, waiting included", Buckets.CALL),

  // Denoisers.
  EVALUATIONS_TOTAL(Kind.COUNTER, "evaluations that were answered"),
  ROWS_TOTAL(Kind.COUNTER, "rows that were run"),
  BATCHES_TOTAL(Kind.COUNTER, "batches that they were run in"),
  BUSY_SECONDS_TOTAL(Kind.COUNTER, "how long batches ran"),
  BATCH_ROWS(Kind.HISTOGRAM, "rows of a batch", Buckets.ROWS),
  BATCH_WAIT_SECONDS(
      Kind.HISTOGRAM, "how long an evaluation waited for its first batch", Buckets.CALL),
  ROW_SECONDS(Kind.HISTOGRAM, "a batch's time over its rows", Buckets.CALL),
  BATCH_CAP_ROWS(Kind.GAUGE, "the most rows of a batch, of the models that are loaded the most"),
  WAITING_ROWS(Kind.GAUGE, "rows that wait"),
  WAITING_SECONDS(Kind.GAUGE, "rows that wait times the time that a row takes lately"),
  RUNNING_ROWS(Kind.GAUGE, "rows that are being run"),
  STREAMS(Kind.GAUGE, "streams of jobs that are open"),
  CONDITIONING_BYTES(Kind.GAUGE, "memory that the conditionings of those take"),

  // Services with networks.
  MODELS(Kind.GAUGE, "model directories: loaded, unloaded or broken", "service", "state"),
  GPU_MEMORY_BYTES(
      Kind.GAUGE, "memory of the GPUs that the driver shows: used, free or total", "gpu", "kind"),
  CACHE_HITS_TOTAL(Kind.COUNTER, "what a cache had, or somebody else had asked for", "cache"),
  CACHE_MISSES_TOTAL(Kind.COUNTER, "what it had not", "cache"),
  CACHE_BYTES(Kind.GAUGE, "what it holds", "cache"),
  DECODE_SECONDS(Kind.HISTOGRAM, "the network's time for a picture", Buckets.CALL),
  STORE_SECONDS(Kind.HISTOGRAM, "putting a picture into the store", Buckets.CALL),
  FILTERED_TOTAL(
      Kind.COUNTER, "what a safety checker flagged: a picture or a preview of one", "kind");

  /** What a number is. */
  public enum Kind {
    /** It only grows. */
    COUNTER,
    /** It goes up and down. */
    GAUGE,
    /** How often values were in each of some ranges. */
    HISTOGRAM
  }

  /** What all names begin with. */
  public static final String PREFIX = "langevin_";

  private final Kind kind;
  private final String help;
  private final double[] buckets;
  private final List<String> labels;

  Meter(Kind kind, String help, String... labels) {
    this(kind, help, new double[0], labels);
  }

  Meter(Kind kind, String help, double[] buckets, String... labels) {
    this.kind = kind;
    this.help = help;
    this.buckets = buckets;
    this.labels = List.of(labels);
  }

  /** Its name, as a query has it. */
  public String fullName() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** What it says, for a person. */
  public String help() {
    return help;
  }

  /** The names of its labels. */
  public List<String> labels() {
    return labels;
  }

  /** The upper ends of a histogram's ranges, but the last, which has none. */
  double[] buckets() {
    return buckets.clone();
  }

  /** Ranges. */
  private static final class Buckets {
    /**
     * Of a call inside: from a millisecond, which one row of a small network takes, to a minute.
     */
    static final double[] CALL = {
      .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60
    };

    /** Of a client's request: those that watch go on for as long as a job. */
    static final double[] REQUEST = {.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60, 600};

    /** Of a job, which may wait in a queue for hours. */
    static final double[] JOB = {
      .05, .1, .25, .5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 7200, 86_400
    };

    static final double[] ROWS = {1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024};

    private Buckets() {}
  }
}
