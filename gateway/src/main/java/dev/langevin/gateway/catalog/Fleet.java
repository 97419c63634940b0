package dev.langevin.gateway.catalog;

import dev.langevin.gateway.GatewayException;
import dev.langevin.internal.v1.DecoderServiceGrpc;
import dev.langevin.internal.v1.DenoiserServiceGrpc;
import dev.langevin.internal.v1.DescribeModelsRequest;
import dev.langevin.internal.v1.DescribeModelsResponse;
import dev.langevin.internal.v1.DescribeRequest;
import dev.langevin.internal.v1.DescribeResponse;
import dev.langevin.internal.v1.TextEncoderServiceGrpc;
import dev.langevin.runtime.grpc.Peers;
import dev.langevin.runtime.model.ModelId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the denoisers for their models, and text encoders and decoders whether they can use them,
 * again and again. A replica that is away for a moment takes no model away, because its jobs can
 * wait.
 */
public final class Fleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
  private static final Duration OFTEN = Duration.ofMillis(250);
  private static final Duration SELDOM = Duration.ofSeconds(5);
  private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(500);

  private final Replicas<DescribeResponse> denoisers;
  private final Replicas<DescribeModelsResponse> encoders;
  private final Replicas<DescribeModelsResponse> decoders;
  private final Consumer<String> newPool;
  private final Thread thread;
  private volatile Catalog catalog = new Catalog(Map.of(), "asking for the first time");
  private final ReentrantLock asking = new ReentrantLock();
  private long asked;
  private long heard;

  /**
   * Begins to ask.
   *
   * @param denoisers where they are, and how they are called
   * @param encoders likewise
   * @param decoders likewise
   * @param newPool told each pool's name before the first model in it is offered; may throw, and is
   *     told again later
   * @param clock for when they were seen
   */
  public Fleet(
      Peers denoisers, Peers encoders, Peers decoders, Consumer<String> newPool, Clock clock) {
    this.denoisers =
        new Replicas<>(
            "denoiser",
            denoisers,
            clock,
            (question, channel) ->
                question
                    .on(DenoiserServiceGrpc.newFutureStub(channel))
                    .describe(DescribeRequest.newBuilder().setScan(question.scan()).build()));
    this.encoders =
        new Replicas<>(
            "text encoder",
            encoders,
            clock,
            (question, channel) ->
                question
                    .on(TextEncoderServiceGrpc.newFutureStub(channel))
                    .describeModels(models(question)));
    this.decoders =
        new Replicas<>(
            "decoder",
            decoders,
            clock,
            (question, channel) ->
                question
                    .on(DecoderServiceGrpc.newFutureStub(channel))
                    .describeModels(models(question)));
    this.newPool = newPool;
    thread = Thread.ofVirtual().name("fleet").start(this::run);
  }

  /** The models as last heard. */
  public Catalog now() {
    return catalog;
  }

  /**
   * The models as heard within the last half second: for a name that is not among the known ones.
   */
  public Catalog refreshed() {
    asking.lock();
    try {
      if (asked == 0 || System.nanoTime() - asked > FRESH) {
        ask(Question.KNOWN);
      }
      return catalog;
    } finally {
      asking.unlock();
    }
  }

  /**
   * The models, asked for anew if the named one is not known or could not be used: it may just have
   * come, or been repaired.
   *
   * @param model empty for the first
   */
  public Catalog toFind(String model) {
    Catalog now = catalog;
    boolean usable =
        model.isEmpty()
            ? !now.entries().isEmpty()
            : now.find(model).filter(e -> e.model().getProblem().isEmpty()).isPresent();
    return usable ? now : refreshed();
  }

  /**
   * The models that all services find in their directories now.
   *
   * @throws GatewayException UNAVAILABLE if one could not be asked
   */
  public Catalog scanned() {
    asking.lock();
    try {
      List<String> missing = ask(Question.SCANNED);
      if (!missing.isEmpty()) {
        throw GatewayException.notRefreshed(String.join(", ", missing));
      }
      return catalog;
    } finally {
      asking.unlock();
    }
  }

  /**
   * All replicas as they are known; asked every few seconds, or when the last {@link #listen} was.
   */
  public List<Member> members() {
    List<Member> members = new ArrayList<>();
    members.addAll(
        denoisers.members(
            Member.Service.DENOISER,
            answer -> answer.hasLoad() ? Optional.of(answer.getLoad()) : Optional.empty()));
    members.addAll(encoders.members(Member.Service.TEXT_ENCODER, answer -> Optional.empty()));
    members.addAll(decoders.members(Member.Service.DECODER, answer -> Optional.empty()));
    return members;
  }

  /**
   * Asks all replicas how they are, unless that was done within the last half second, or they are
   * asked to look at their directories at present, which may take a minute. The models stay as they
   * were heard before: what they say of them takes longer to read.
   */
  public void listen() throws InterruptedException {
    if (!asking.tryLock(Question.KNOWN.patience().toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    try {
      if (heard == 0 || System.nanoTime() - heard > FRESH) {
        hear(Question.KNOWN);
      }
    } finally {
      asking.unlock();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    denoisers.close();
    encoders.close();
    decoders.close();
  }

  private static DescribeModelsRequest models(Question question) {
    return DescribeModelsRequest.newBuilder().setScan(question.scan()).build();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        refreshed();
        Thread.sleep(catalog.entries().isEmpty() ? OFTEN : SELDOM);
      }
    } catch (InterruptedException e) {
      LOG.debug("Stopped asking for models");
    }
  }

  /**
   * Asks, and offers the models that they name.
   *
   * @return what is missing of an answer by all
   */
  private List<String> ask(Question question) {
    Silent silent = hear(question);
    List<String> missing = silent.all();
    try {
      offer(
          silent.denoisers().isEmpty() ? "they have none" : String.join(", ", silent.denoisers()));
    } catch (RuntimeException e) {
      LOG.warn("Cannot prepare the models' pools: {}", e.getMessage());
      catalog = new Catalog(catalog.entries(), e.getMessage());
      missing.add(e.getMessage());
    }
    asked = System.nanoTime();
    return missing;
  }

  /** Those that did not answer, and why. */
  private record Silent(List<String> denoisers, List<String> others) {
    List<String> all() {
      List<String> all = new ArrayList<>(denoisers);
      all.addAll(others);
      return all;
    }
  }

  /** Asks all at once, so that a frozen one delays the others' news by its patience once. */
  private Silent hear(Question question) {
    Supplier<List<String>> ofDenoisers = denoisers.ask(question);
    Supplier<List<String>> ofEncoders = encoders.ask(question);
    Supplier<List<String>> ofDecoders = decoders.ask(question);
    List<String> silent = ofDenoisers.get();
    List<String> others = new ArrayList<>(ofEncoders.get());
    others.addAll(ofDecoders.get());
    heard = System.nanoTime();
    return new Silent(silent, others);
  }

  private void offer(String whyNone) {
    Map<ModelId, Entry> entries =
        Offer.of(denoisers.answers(), List.of(encoders.answers(), decoders.answers()));
    entries.values().stream().map(Entry::pool).distinct().forEach(newPool);
    catalog = new Catalog(entries, whyNone);
  }
}
