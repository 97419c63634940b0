package dev.langevin.orchestrator.job;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.langevin.events.v1.ProgressEvent;
import dev.langevin.events.v1.Snapshot;
import dev.langevin.events.v1.Work;
import dev.langevin.internal.v1.EncodeRequest;
import dev.langevin.internal.v1.EncodeResponse;
import dev.langevin.internal.v1.Encoding;
import dev.langevin.orchestrator.checkpoint.Checkpoints;
import dev.langevin.orchestrator.checkpoint.MemoryBlobs;
import dev.langevin.orchestrator.flight.Flights;
import dev.langevin.orchestrator.preview.FilmStock;
import dev.langevin.runtime.generations.Snapshots;
import dev.langevin.runtime.grpc.Tensors;
import dev.langevin.runtime.model.ModelId;
import dev.langevin.v1.Generation;
import dev.langevin.v1.GenerationRequest;
import dev.langevin.v1.Size;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Everything around a job, by hand. */
final class World {
  static final Map<String, Object> SCHEDULER =
      Map.of(
          "_class_name",
          "DDIMScheduler",
          "num_train_timesteps",
          1000,
          "beta_start",
          0.00085,
          "beta_end",
          0.012,
          "beta_schedule",
          "scaled_linear",
          "clip_sample",
          false,
          "prediction_type",
          "epsilon",
          "timestep_spacing",
          "leading",
          "steps_offset",
          1,
          "set_alpha_to_one",
          false);

  final FoldedGenerations generations = new FoldedGenerations();
  final FakeDenoisers denoisers;
  Flights<Recipe> flights = new Flights<>(true);
  final FakeDecoder decoder = new FakeDecoder();
  final List<ProgressEvent> progress = Collections.synchronizedList(new ArrayList<>());
  final List<List<String>> encoded = Collections.synchronizedList(new ArrayList<>());
  volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private volatile String current;
  volatile EncodeRequest asked;
  final DecodeTimes decodeTimes = new DecodeTimes();
  FilmStock films = new FilmStock(1 << 20);
  final MemoryBlobs blobs = new MemoryBlobs();
  Checkpoints checkpoints = new Checkpoints(blobs);
  java.time.Duration interval = java.time.Duration.ofHours(1);
  Encoder encoder = (request, avoid) -> encode(request);
  java.time.Duration patience = java.time.Duration.ofMillis(200);

  /** Denoisers that let the claim go first; else a job is done before its claim is in the log. */
  World() {
    this("one", "two");
  }

  /** The same, with these replicas. */
  World(String... replicas) {
    denoisers = new FakeDenoisers(replicas);
    denoisers.available =
        (opening, avoid) -> {
          generations.awaitClaim(current);
          return true;
        };
  }

  Surroundings surroundings() {
    return new Surroundings(
        generations,
        name -> new ModelFacts(new ModelId(name, "1"), "digest", "numerics", SCHEDULER, 4, 8, 4),
        (request, avoid) -> encoder.encode(request, avoid),
        denoisers,
        decoder,
        progress::add,
        flights,
        checkpoints,
        interval,
        (InstantSource) () -> now,
        patience,
        decodeTimes,
        films);
  }

  Job job(Work work) {
    current = work.getGenerationId();
    return new Job(work, surroundings());
  }

  Outcome run(Work work) {
    return job(work).run();
  }

  Snapshot folded(Work work) {
    return generations.get(work.getGenerationId()).orElseThrow();
  }

  Generation generation(Work work) {
    return folded(work).getGeneration();
  }

  /** The final latents of a generation's images. */
  List<byte[]> latents(Work work) {
    return generation(work).getArtifactsList().stream()
        .map(artifact -> decoder.stored.get(artifact.getName()))
        .toList();
  }

  Work queued(Work work) {
    generations.append(Snapshots.queued(work));
    return work;
  }

  Work work(String id, GenerationRequest request) {
    return Work.newBuilder()
        .setGenerationId(id)
        .setWorkId("work-" + id)
        .setRequestHash(ByteString.copyFromUtf8("hash-" + id))
        .setTenant("default")
        .setCreateTime(Snapshots.timestamp(now))
        .setRequest(request)
        .build();
  }

  static GenerationRequest request() {
    return GenerationRequest.newBuilder()
        .setPrompt("a red sailboat")
        .setModel("toy")
        .setSampler("ddim")
        .setSize(Size.newBuilder().setWidth(64).setHeight(32))
        .setSteps(10)
        .setGuidanceScale(4)
        .setSeed(7)
        .setCount(1)
        .setDeadline(Duration.newBuilder().setSeconds(3600))
        .build();
  }

  private EncodeResponse encode(EncodeRequest request) {
    List<String> prompts = request.getPromptsList();
    encoded.add(prompts);
    asked = request;
    EncodeResponse.Builder response = EncodeResponse.newBuilder().setModelDigest("digest");
    for (String prompt : prompts) {
      response.addEncodings(
          Encoding.newBuilder()
              .setTokens(prompt.length())
              .putTensors(
                  "encoder_hidden_states", Tensors.of(new float[] {prompt.length(), 1}, 1, 2)));
    }
    return response.build();
  }
}
