package dev.langevin.gateway.diffusion;

import com.google.protobuf.ByteString;
import dev.langevin.gateway.GatewayException;
import dev.langevin.gateway.ProcessorThreads;
import dev.langevin.gateway.admission.Completion;
import dev.langevin.gateway.admission.DiffusionRules;
import dev.langevin.gateway.artifacts.Artifacts;
import dev.langevin.gateway.catalog.Entry;
import dev.langevin.gateway.catalog.Fleet;
import dev.langevin.gateway.jobs.Sink;
import dev.langevin.internal.v1.ReadPictureResponse;
import dev.langevin.runtime.sampling.Structs;
import dev.langevin.sampling.SamplingException;
import dev.langevin.sampling.schedule.ForwardProcess;
import dev.langevin.v1.Artifact;
import dev.langevin.v1.ForwardRequest;
import dev.langevin.v1.ForwardResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Noises pictures. A chain takes seconds of a processor, which virtual threads would not share with
 * other calls, so a few platform threads do the work, one time after the other: a client that reads
 * slowly, or goes, costs one of them.
 */
public final class Forwarding implements AutoCloseable {
  /** Calls at a time: each holds its picture and its noise. */
  public static final int MOST_CALLS = 8;

  /** The largest artifact, in bytes. */
  private static final int ARTIFACT_LIMIT = 50 << 20;

  /** How long all frames of a call may wait to be read. */
  private static final Duration READER_PATIENCE = Duration.ofMinutes(2);

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Fleet fleet;
  private final Artifacts artifacts;
  private final PictureDecoders decoders;
  private final Semaphore calls = new Semaphore(MOST_CALLS);
  private final ProcessorThreads threads = new ProcessorThreads("forward");

  /**
   * @param fleet knows the models
   * @param artifacts hands out pictures that were made
   * @param decoders read and draw pictures
   */
  public Forwarding(Fleet fleet, Artifacts artifacts, PictureDecoders decoders) {
    this.fleet = fleet;
    this.artifacts = artifacts;
    this.decoders = decoders;
  }

  /**
   * Sends a picture at each of the timesteps asked for, each made when the one before was taken.
   */
  void forward(String tenant, ForwardRequest request, Sink<ForwardResponse> sink)
      throws InterruptedException {
    DiffusionRules.check(request);
    Entry entry = Completion.usable(request.getModel(), fleet.toFind(request.getModel()));
    ForwardProcess process = process(request, entry);
    if (!calls.tryAcquire()) {
      throw GatewayException.tooMany("forwards", MOST_CALLS, RETRY);
    }
    try {
      PictureVisit visit = decoders.visit();
      ReadPictureResponse picture = read(tenant, request, entry, visit);
      Frames frames = new Frames(entry.id().toString(), process, request, picture);
      Sink<ForwardResponse> reader = new ReadInTime<>(sink, READER_PATIENCE, System::nanoTime);
      for (int time : request.getTimestepsList()) {
        reader.send(frames.drawn(threads.run(() -> frames.noised(time)), visit));
      }
    } finally {
      calls.release();
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.close();
  }

  private static ForwardProcess process(ForwardRequest request, Entry entry) {
    ForwardProcess process;
    try {
      process = ForwardProcess.of(entry.schedulerConfig(), Structs.map(request.getConfig()));
    } catch (SamplingException e) {
      throw GatewayException.invalid(Completion.told(e));
    }
    long last = Integer.toUnsignedLong(request.getTimesteps(request.getTimestepsCount() - 1));
    if (last >= process.timesteps()) {
      throw GatewayException.invalid(
          "timesteps: %d is not in 0..%d".formatted(last, process.timesteps() - 1));
    }
    return process;
  }

  private ReadPictureResponse read(
      String tenant, ForwardRequest request, Entry entry, PictureVisit visit)
      throws InterruptedException {
    ByteString file =
        request.hasImage() ? request.getImage() : artifact(tenant, request.getArtifact());
    ReadPictureResponse picture =
        visit.read(entry.id().toString(), file, entry.model().getSizes(0));
    if (request.getDecoded() && !picture.hasLatents()) {
      throw GatewayException.invalid(
          "decoded: true is not possible; model %s has no vae_encoder, so there are no latents"
              .formatted(entry.id()));
    }
    return picture;
  }

  private ByteString artifact(String tenant, String name) throws InterruptedException {
    Artifact artifact = artifacts.find(tenant, name);
    if (artifact.getSizeBytes() > ARTIFACT_LIMIT) {
      throw GatewayException.invalid(
          "artifact: one of %,d bytes is larger than %,d"
              .formatted(artifact.getSizeBytes(), ARTIFACT_LIMIT));
    }
    return artifacts.bytes(artifact, ARTIFACT_LIMIT);
  }
}
